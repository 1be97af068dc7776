package org.geocrop.process.season;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.document.SampledFeatures;
import org.geocrop.feature.FeatureSet;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.sampling.PixelSampler;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Lane;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Locations;
import org.geocrop.process.input.Places;
import org.geocrop.process.input.SeasonInputs;
import org.geocrop.process.table.FeatureTable;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.ObjectStore;

/** The process {@code extract-features}: the 51 features at points and in polygons, as training data. */
public final class ExtractFeatures implements GeoProcess {

    public static final String ID = "extract-features";
    private static final String OUTPUT = "features";

    /** Area whose pixels lie in few tiles of each scene. */
    private static final double SMALL_KM2 = 1;

    private final ObjectStore store;
    private final SeasonPipeline pipeline;
    private final SeasonInputs season;
    private final int maxPixels;

    /** The process; at most {@code maxPixels} rows are made in one job. */
    public ExtractFeatures(ObjectStore store, SeasonPipeline pipeline, SeasonInputs season, int maxPixels) {
        this.store = store;
        this.pipeline = pipeline;
        this.season = season;
        this.maxPixels = maxPixels;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ProcessDescription description() {
        var builder = ProcessDescription.builder(
                        ID,
                        "Extract features",
                        "The " + FeatureSet.COUNT + " features of feature set " + FeatureSet.VERSION
                                + " at points and in polygons: what models are trained on.")
                .keywords("features", "training data", "phenology", "Sentinel-2")
                .need(
                        "locations",
                        "Locations",
                        "Points or polygons in CRS84 with properties that are kept, or dataset:<key>; of a polygon each"
                                + " pixel whose centre lies inside",
                        Places.schema("GeoJSON points or polygons"));
        return season.describe(builder)
                .gives(
                        OUTPUT,
                        ProcessDescription.Output.document(
                                "Features",
                                "A row for each pixel with at least min_observations",
                                SampledFeatures.class,
                                List.of(ResultFiles.CSV_TYPE, ResultFiles.GEOJSON_TYPE, ResultFiles.PARQUET_TYPE)))
                .example("year", 2022)
                .example("locations", Places.byValue(Shape.point(30.978, -17.457)))
                .build("1.0.0");
    }

    @Override
    public Prepared prepare(Execution execution) {
        Inputs inputs = new Inputs(execution);
        Season window = season.season(inputs);
        Imagery imagery = season.imagery(inputs);
        Locations locations = season.locations("locations", inputs, store, execution.progress());
        Lane lane = locations.area().areaKm2() <= SMALL_KM2 ? Lane.QUESTION : Lane.MAP;
        return Prepared.in(lane, () -> extract(execution, inputs, locations, window, imagery))
                .about(locations.area());
    }

    private void extract(Execution execution, Inputs inputs, Locations locations, Season window, Imagery imagery) {
        PixelGrid grid = locations.area().targetGrid();
        FeatureTable table = new FeatureTable(locations, grid);
        PixelSampler sampler = new PixelSampler(pipeline);
        sampler.sample(
                grid,
                locations.pixels(grid, maxPixels),
                new SceneQuery(locations.area(), window, season.maxCloudCover(inputs)),
                imagery,
                season.minObservations(inputs),
                execution.progress(),
                table);
        Map<String, ResultWriter.Document> documents = new LinkedHashMap<>();
        String format = execution.format(description(), OUTPUT);
        documents.put(OUTPUT, new ResultWriter.Document(format, table.write(format)));
        try (ResultWriter writer = new ResultWriter(store, execution.jobId(), ID)) {
            writer.publish(documents, null);
        }
    }
}
