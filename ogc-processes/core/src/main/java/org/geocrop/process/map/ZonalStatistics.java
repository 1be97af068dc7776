package org.geocrop.process.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.document.ZoneCollection;
import org.geocrop.document.ZoneFigures;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Aoi;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.accuracy.AssessedMap;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Places;
import org.geocrop.process.input.Rasters;
import org.geocrop.process.input.Schemas;
import org.geocrop.process.table.ZoneTable;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The process {@code zonal-statistics}: for each polygon hectares and share of each class with its mean confidence, or
 * minimum, maximum, mean and standard deviation of a measurement.
 */
public final class ZonalStatistics implements GeoProcess {

    public static final String ID = "zonal-statistics";
    private static final String OUTPUT = "statistics";
    private static final String AUTO = "auto";
    private static final String CATEGORICAL = "categorical";
    private static final String EXACT = "exact";

    private final ObjectStore store;
    private final Rasters rasters;
    private final long maxPixels;

    /** The process; {@code maxPixels} of all zones together are read in one job. */
    public ZonalStatistics(ObjectStore store, Rasters rasters, long maxPixels) {
        this.store = store;
        this.rasters = rasters;
        this.maxPixels = maxPixels;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        return ProcessDescription.builder(
                        ID,
                        "Zonal statistics",
                        "For each polygon hectares and share of each class of a raster with its mean confidence, or"
                                + " count, minimum, maximum, mean and standard deviation of a measurement.")
                .keywords("statistics", "zones", "area")
                .need("raster", "Raster", Rasters.ABOUT, Rasters.schema())
                .need(
                        "zones",
                        "Zones",
                        "Polygons in CRS84 with properties that are kept, or dataset:<key>",
                        Places.schema("GeoJSON polygons"))
                .may(
                        "kind",
                        "What values are",
                        "auto: classes where the raster has names or colours of classes, else measurements",
                        Schemas.oneOf(List.of(AUTO, CATEGORICAL, "continuous"), AUTO))
                .may(
                        "assessment",
                        "Assessment",
                        "The job of an assess-accuracy of this raster: classes then have their unbiased area, too, with a"
                                + " 95 per cent interval, if the map errs in each zone as it does as a whole",
                        Schemas.text())
                .may(
                        "pixels",
                        "How pixels at edges count",
                        "exact: by the share that the zone covers; centre: wholly if their centre lies inside",
                        Schemas.oneOf(List.of(EXACT, "centre"), EXACT))
                .gives(
                        OUTPUT,
                        ProcessDescription.Output.document(
                                "Statistics",
                                "The zones with their statistics; as CSV or XLSX a row for each zone and class",
                                ZoneCollection.class,
                                List.of(ResultFiles.GEOJSON_TYPE, ResultFiles.CSV_TYPE, ResultFiles.XLSX_TYPE)))
                .example("raster", "<job>")
                .example("zones", Places.byValue(Shape.box(30.975, -17.459, 30.981, -17.455)))
                .build("1.0.0");
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        Rasters.Named raster = rasters.open("raster", String.valueOf(inputs.text("raster")), execution.rights());
        boolean categorical = isCategorical(inputs, raster);
        List<Feature> features = Places.located("zones", Places.features("zones", inputs, store), execution.progress());
        List<Aoi> areas = areas(features);
        String job = inputs.text("assessment");
        AssessedMap assessment =
                job == null ? null : AssessedMap.open(store, job, raster.reference(), execution.rights());
        if (assessment != null && !categorical) {
            throw new InvalidRequestException("inputs/assessment: needs a raster of classes");
        }
        boolean exact = Optional.ofNullable(inputs.text("pixels")).orElse(EXACT).equals(EXACT);
        ZoneReader reader = new ZoneReader(raster, categorical, exact);
        return Prepared.map(() -> write(execution, categorical, zones(execution, reader, features, areas, assessment)))
                .about(around(areas));
    }

    private static boolean isCategorical(Inputs inputs, Rasters.Named raster) {
        String kind = Optional.ofNullable(inputs.text("kind")).orElse(AUTO);
        return kind.equals(AUTO) ? raster.isCategorical() : kind.equals(CATEGORICAL);
    }

    private static Aoi around(List<Aoi> areas) {
        List<double[]> bounds = areas.stream().map(Aoi::bounds).toList();
        return Aoi.bbox(
                bounds.stream().mapToDouble(b -> b[0]).min().orElseThrow(),
                bounds.stream().mapToDouble(b -> b[1]).min().orElseThrow(),
                bounds.stream().mapToDouble(b -> b[2]).max().orElseThrow(),
                bounds.stream().mapToDouble(b -> b[3]).max().orElseThrow());
    }

    private List<Feature> zones(
            Execution execution,
            ZoneReader reader,
            List<Feature> features,
            List<Aoi> areas,
            @Nullable AssessedMap assessment) {
        refuseTooMany(reader, areas);
        execution.progress().phase("reading");
        List<Feature> zones = new ArrayList<>();
        reader.read(areas, new ZoneReader.Listener() {
            @Override
            public void begins(int zone) {
                execution.progress().report((double) zone / areas.size(), "Zone " + (zone + 1) + " of " + areas.size());
            }

            @Override
            public void ends(int zone, ZoneReader.Sums sums) {
                zones.add(described(features.get(zone), sums, assessment));
            }
        });
        return zones;
    }

    private static Feature described(Feature feature, ZoneReader.Sums sums, @Nullable AssessedMap assessment) {
        ZoneFigures figures = sums.figures();
        if (assessment != null && figures instanceof ZoneFigures.OfClasses counted) {
            figures = assessment.estimate(counted);
        }
        return feature.with(ForeignJson.of(figures).members());
    }

    private void write(Execution execution, boolean categorical, List<Feature> zones) {
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        String format = execution.format(description(), OUTPUT);
        byte[] body = switch (format) {
            case ResultFiles.CSV_TYPE -> new ZoneTable(zones, categorical).csv();
            case ResultFiles.XLSX_TYPE -> new ZoneTable(zones, categorical).xlsx(execution.accepted());
            default -> Json.write(new FeatureCollection(zones));
        };
        documents.put(OUTPUT, new ResultWriter.Document(format, body));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }

    private void refuseTooMany(ZoneReader reader, List<Aoi> areas) {
        long pixels = areas.stream().mapToLong(reader::pixels).sum();
        if (pixels > maxPixels) {
            throw new LimitExceededException(
                    "The zones have " + pixels + " pixels; at most " + maxPixels + " are read in one job");
        }
    }

    private static List<Aoi> areas(List<Feature> features) {
        List<Aoi> areas = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            areas.add(Places.area("zones", i, features.get(i)));
        }
        if (areas.isEmpty()) {
            throw new InvalidRequestException("inputs/zones: has no polygons");
        }
        return areas;
    }
}
