package org.geocrop.cli.region;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.geocrop.boosting.Loaders;
import org.geocrop.cli.options.ProgressBar;
import org.geocrop.cli.options.SceneOptions;
import org.geocrop.cli.options.StoreOption;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.grid.Season;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.Ensemble;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.input.FeatureFile;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionPlanner;
import org.geocrop.region.RegionRequest;
import org.geocrop.region.RegionShape;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description =
                "Cuts a region into map tiles and units of work, searches their scenes, keeps both in the store, and"
                        + " says what the map will cost.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  geocrop region plan --store https://minio.example.org --name zimbabwe --districts wards.gpkg \\",
            "      --catalogue https://explorer.digitalearth.africa/stac --collection s2_l2a --year 2022 \\",
            "      --model zimbabwe"
        })
final class RegionPlanCommand implements Callable<Integer> {

    private static final int[] CORES = {10, 100, 1000};

    @Mixin
    SceneOptions scenes;

    @Mixin
    StoreOption store;

    @Option(names = "--name", required = true, description = "Name of the region: lower case, at most 24 characters")
    String name;

    @Option(names = "--label", paramLabel = "SEASON", description = "Names the season (default: its years)")
    @Nullable String label;

    @ArgGroup(multiplicity = "1")
    Place place;

    static final class Place {
        @Option(
                names = "--districts",
                paramLabel = "FILE",
                description = "GeoJSON or GeoPackage: each feature is a district with areas of its own")
        @Nullable Path districts;

        @Option(names = "--bbox", paramLabel = "W,S,E,N", split = ",", description = "A box in degrees")
        double @Nullable [] bbox;
    }

    @Option(
            names = "--district-name",
            paramLabel = "PROPERTY",
            description = "Property that names the districts (default: name, or another usual one)")
    @Nullable String nameProperty;

    @Option(names = "--model", required = true, paramLabel = "NAME[@VERSION]", description = "A model of the store")
    String model;

    @Option(
            names = "--min-applicability",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "Pixels that are less like the training data get no class (default: ${DEFAULT-VALUE})")
    double minApplicability;

    @Option(
            names = "--unit",
            paramLabel = "PIXELS",
            defaultValue = "1024",
            description = "Side of a unit of work, as the scenes' internal tiles have (default: ${DEFAULT-VALUE})")
    int unit;

    @Option(names = "--json", description = "Print the estimate as JSON")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ObjectStore objects = store.open();
        Season season = scenes.season();
        Ensemble ensemble;
        try {
            ensemble = new ModelStore(objects, Loaders.all()).load(model);
        } catch (NotFoundException e) {
            throw InvalidRequestException.at("--model", String.valueOf(e.getMessage()));
        }
        SeasonRequest.requireApplicability(minApplicability, ensemble.bundle());
        RegionRequest request = new RegionRequest(
                name,
                label == null ? RegionRequest.label(season) : label,
                season,
                ensemble.bundle().id(),
                ensemble.sha256(),
                scenes.minObservations,
                scenes.maxCloudCover,
                minApplicability,
                SeasonRequest.classification(false, java.util.List.of()),
                unit,
                new RegionRequest.Scenes(address(scenes.catalogue), scenes.collections, scenes.buckets));
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());
        RegionPlan plan = new RegionPlanner(objects).plan(request, shape(), scenes.imagery(), progress);
        progress.done();
        print(plan);
        return 0;
    }

    /** Workers run elsewhere: what is a folder here is an absolute one there. */
    private static String address(String catalogue) {
        return catalogue.matches("[a-z][a-z0-9+.-]+:.*")
                ? URI.create(catalogue).toString()
                : Path.of(catalogue).toAbsolutePath().normalize().toUri().toString();
    }

    private RegionShape shape() throws IOException {
        double[] box = place.bbox;
        if (box != null) {
            if (box.length != 4) {
                throw InvalidRequestException.at("--bbox", "is W,S,E,N");
            }
            return RegionShape.bbox(name, box[0], box[1], box[2], box[3]);
        }
        if (place.districts == null) {
            throw new InvalidRequestException("A region is needed: --districts or --bbox");
        }
        byte[] file = Files.readAllBytes(place.districts);
        Optional<FeatureFile> format = FeatureFile.of(file);
        try {
            return RegionShape.of(
                    format.isPresent()
                            ? ForeignJson.of(new FeatureCollection(format.get().read(file, RegionShape.MAX_DISTRICTS)))
                            : ForeignJson.read(file),
                    name,
                    nameProperty);
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException(
                    place.districts + " is neither GeoJSON nor a GeoPackage: " + e.getMessage(), e);
        } catch (InvalidRequestException e) {
            throw e.below("--districts " + place.districts);
        }
    }

    private void print(RegionPlan plan) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> estimate = Json.members(
                    "name",
                    name,
                    "season",
                    plan.request().label(),
                    "tiles",
                    plan.tiles().size(),
                    "units",
                    plan.units(),
                    "pixels",
                    plan.pixels(),
                    "scenes",
                    plan.estimate().scenes(),
                    "bytes",
                    plan.estimate().bytes(),
                    "core_hours",
                    plan.estimate().coreSeconds() / 3600);
            for (int cores : CORES) {
                estimate.put("hours_at_" + cores, plan.hours(cores));
            }
            out.print(new String(Json.pretty(estimate), java.nio.charset.StandardCharsets.UTF_8));
        } else {
            out.printf("Region %s%n", plan.files());
            line(out, "km2", "%.1f", plan.pixels() / 1e4);
            line(out, "map tiles", "%d", plan.tiles().size());
            line(
                    out,
                    "units",
                    "%d of %d pixels a side",
                    plan.units(),
                    plan.request().unit());
            line(out, "scenes", "%d", plan.estimate().scenes());
            line(
                    out,
                    "bytes to read",
                    "%.1f GB%s",
                    plan.estimate().bytes() / 1e9,
                    plan.estimate().isMeasured() ? "" : " (assumed: no scene could be opened)");
            line(out, "core hours", "%.1f", plan.estimate().coreSeconds() / 3600);
            for (int cores : CORES) {
                line(out, "hours at " + cores + " cores", "%.2f", plan.hours(cores));
            }
        }
        out.flush();
    }

    private static void line(PrintWriter out, String name, String format, Object... values) {
        out.printf("  %-20s %s%n", name, String.format(Locale.ROOT, format, values));
    }
}
