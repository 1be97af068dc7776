package org.geocrop.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.FolderStore;
import org.geocrop.store.Sources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/** A country of the size and shape of Zimbabwe against a catalogue of 60,000 items. */
@Tag("soak")
class CountryPlanTest {

    /** A rough outline, of the country's extent. */
    private static final double[] OUTLINE = {
        25.27, -17.79, 27.02, -17.95, 28.93, -15.97, 30.42, -15.62, 31.19, -16.08, 32.98, -16.71, 32.85, -17.98, 32.65,
        -18.67, 33.02, -19.94, 32.51, -21.4, 31.3, -22.41, 29.43, -22.09, 28.02, -21.49, 27.3, -20.5, 26.17, -19.53,
        25.27, -17.79
    };

    @TempDir
    Path folder;

    @Test
    void itIsPlannedWithinAMinuteAndAGigabyte() throws Exception {
        Coordinate[] ring = new Coordinate[OUTLINE.length / 2];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Coordinate(OUTLINE[2 * i], OUTLINE[2 * i + 1]);
        }
        RegionShape shape =
                new RegionShape(List.of(new District("country", new GeometryFactory().createPolygon(ring))));
        try (ItemServer server = new ItemServer(60_000, LocalDate.of(2016, 1, 1), 5)) {
            Imagery imagery = new Imagery(
                    "items",
                    Catalogues.open(Sources.local().http().http(), URI.create(server.url()), List.of()),
                    Sources.local());
            RegionRequest request = new RegionRequest(
                    "country",
                    "2022-2023",
                    SampleRegion.SEASON,
                    "model@1",
                    "0".repeat(64),
                    5,
                    100,
                    0,
                    SeasonRequest.classification(false, List.of()),
                    Tiling.DEFAULT_UNIT,
                    new RegionRequest.Scenes(server.url(), List.of(), Map.of()));
            long begun = System.nanoTime();
            RegionPlan plan = new RegionPlanner(new FolderStore(folder)).plan(request, shape, imagery, Progress.NONE);
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "Plan: %.0f km2, %d tiles, %d units, %d scenes in %.1f s, %d pages, heap of %d MB; %.0f core"
                            + " hours, %.2f, %.2f and %.2f hours at 10, 100 and 1,000 cores%n",
                    plan.pixels() / 1e4,
                    plan.tiles().size(),
                    plan.units(),
                    plan.estimate().scenes(),
                    seconds,
                    server.pages(),
                    Runtime.getRuntime().maxMemory() >> 20,
                    plan.estimate().coreSeconds() / 3600,
                    plan.hours(10),
                    plan.hours(100),
                    plan.hours(1000));
            assertThat(plan.pixels() / 1e4).isBetween(380_000.0, 402_000.0);
            assertThat(seconds).isLessThan(60);
            // The server of the items is in the same one.
            assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(1L << 30);
        }
    }
}
