package org.geocrop.process.season;

import java.util.List;
import org.geocrop.composite.OpenScene;
import org.geocrop.grid.PixelGrid;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.SceneFinder;
import org.geocrop.pipeline.SeasonPipeline;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.Workload;
import org.geocrop.stac.Scene;

/** Tells how much a map of a season asks for: all scenes are searched, a few opened, none read. */
final class Workloads {

    /** Scenes that are opened to learn how many bytes their tiles have. */
    private static final int OPENED = 3;

    private static final double PIXELS_A_KM2 = 10_000;

    private Workloads() {}

    static Workload of(SeasonPipeline pipeline, SeasonRequest request, Imagery imagery) {
        SceneFinder finder = pipeline.finder(imagery);
        List<Scene> scenes = finder.search(imagery.catalogue(), request.query()).scenes();
        PixelGrid grid = request.aoi().targetGrid();
        List<Scene> few = java.util.stream.IntStream.range(0, Math.min(OPENED, scenes.size()))
                .mapToObj(i -> scenes.get((int) ((long) i * scenes.size() / Math.min(OPENED, scenes.size()))))
                .toList();
        long bytes = 0;
        int opened = 0;
        try (SceneFinder.Found found = finder.open(few)) {
            for (OpenScene scene : found.scenes()) {
                bytes += scene.packedBytes(grid);
                opened++;
            }
        }
        double km2 = request.aoi().areaKm2();
        return new Workload(
                km2, Math.round(km2 * PIXELS_A_KM2), scenes.size(), opened == 0 ? 0 : bytes / opened * scenes.size());
    }
}
