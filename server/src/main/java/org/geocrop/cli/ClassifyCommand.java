package org.geocrop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.geocrop.boosting.Loaders;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cli.options.ProgressBar;
import org.geocrop.cli.options.SceneOptions;
import org.geocrop.cli.options.StoreOption;
import org.geocrop.document.ClassArea;
import org.geocrop.document.Summary;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.GeoJson;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.Ensemble;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.season.ClassifyCrops;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "classify",
        description = "Classifies an area and writes the result's COGs into an object store folder.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  geocrop classify --catalogue sample --year 2022 --model zimbabwe-sample --store data \\",
            "      --circle 30.99,-17.46,1500",
            "  geocrop classify --catalogue https://explorer.digitalearth.africa/stac --collection s2_l2a \\",
            "      --year 2022 --model zimbabwe --store data --polygon farm.geojson --json"
        })
final class ClassifyCommand implements Callable<Integer> {

    @Mixin
    SceneOptions scenes;

    @ArgGroup(multiplicity = "1")
    Area area;

    static final class Area {
        @Option(names = "--circle", paramLabel = "LON,LAT,RADIUS_M", split = ",", description = "A circle")
        double @Nullable [] circle;

        @Option(names = "--bbox", paramLabel = "W,S,E,N", split = ",", description = "A box in degrees")
        double @Nullable [] bbox;

        @Option(names = "--polygon", paramLabel = "FILE", description = "A GeoJSON polygon")
        @Nullable Path polygon;
    }

    @Option(names = "--model", required = true, paramLabel = "NAME[@VERSION]", description = "A model of the store")
    String model;

    @Mixin
    StoreOption store;

    @Option(names = "--job", paramLabel = "ID", description = "Names the result (default: random)")
    String job = UUID.randomUUID().toString();

    @Option(names = "--probabilities", description = "Write class probabilities, too")
    boolean probabilities;

    @Option(names = "--uncertainty", description = "Write margin, entropy and likeness to the training data, too")
    boolean uncertainty;

    @Option(
            names = "--min-applicability",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "Pixels that are less like the training data get no class (default: ${DEFAULT-VALUE})")
    double minApplicability;

    @Option(names = "--threads", defaultValue = "0", description = "Blocks worked on at once (default: cores)")
    int threads;

    @Option(names = "--json", description = "Print the result's item as JSON")
    boolean json;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!ResultFiles.isJobId(job)) {
            throw InvalidRequestException.at(
                    "--job", "'" + job + "' is no name of a result: letters, digits and hyphens, at most 64");
        }
        ObjectStore objects = store.open();
        if (objects.stat(ResultFiles.key(job, ResultFiles.ITEM)).isPresent()) {
            throw InvalidRequestException.at("--job", "there is a result " + job + " already");
        }
        ModelStore models = new ModelStore(objects, Loaders.all());
        ProgressBar progress = new ProgressBar(spec.commandLine().getErr());
        Ensemble ensemble = models.load(model);
        SeasonRequest request = new SeasonRequest(
                job,
                ClassifyCrops.ID,
                aoi(),
                scenes.season(),
                ensemble,
                scenes.minObservations,
                scenes.maxCloudCover,
                minApplicability,
                SeasonRequest.classification(
                        probabilities, uncertainty ? SeasonRequest.uncertainty(ensemble.bundle()) : List.of()));
        int inFlight = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        try (SeasonPipeline pipeline =
                new SeasonPipeline(objects, scenes.cache(), SeasonPipeline.Options.once(inFlight))) {
            Result result = pipeline.run(request, scenes.imagery(), progress);
            progress.done();
            print(objects, result, progress.spent());
        }
        return 0;
    }

    private void print(ObjectStore objects, Result result, String spent) {
        var out = spec.commandLine().getOut();
        String item = json ? ResultFiles.ITEM : ResultFiles.SUMMARY;
        byte[] document = objects.get(ResultFiles.key(job, item), 16 << 20);
        if (json) {
            out.print(new String(document, java.nio.charset.StandardCharsets.UTF_8));
        } else {
            PixelGrid grid = result.requireCoverage().grid();
            out.printf("Job %s: %d x %d pixels, EPSG:%d%n", job, grid.width(), grid.height(), grid.epsg());
            for (ClassArea area : Objects.requireNonNullElse(summary(document).classes(), List.<ClassArea>of())) {
                out.printf("%-14s %10.2f ha%n", area.name(), area.hectares());
            }
            out.println(store.location + "/geocrop-results/" + ResultFiles.prefix(job));
            out.println(spent);
        }
        out.flush();
    }

    private static Summary summary(byte[] document) {
        try {
            return Json.read(document, Summary.class);
        } catch (Json.MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Aoi aoi() throws IOException {
        if (area.circle != null) {
            requireLength(area.circle, 3, "--circle is LON,LAT,RADIUS_M");
            return Aoi.circle(area.circle[0], area.circle[1], area.circle[2]);
        }
        if (area.bbox != null) {
            requireLength(area.bbox, 4, "--bbox is W,S,E,N");
            return Aoi.bbox(area.bbox[0], area.bbox[1], area.bbox[2], area.bbox[3]);
        }
        if (area.polygon == null) {
            throw new InvalidRequestException("An area is needed");
        }
        try {
            return Aoi.of(GeoJson.polygon(ForeignJson.read(Files.readAllBytes(area.polygon))));
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException(area.polygon + " is not JSON: " + e.getMessage(), e);
        }
    }

    private static void requireLength(double[] numbers, int length, String otherwise) {
        if (numbers.length != length) {
            throw new InvalidRequestException(otherwise);
        }
    }
}
