package org.geocrop.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import tools.jackson.databind.JsonNode;

/** What items say of the files beside them. */
class ResultItemTest {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    private static JsonNode item(Geometry footprint) {
        Coverage coverage = new Coverage(
                new PixelGrid(32736, 300_000, 8_000_000, 10, 10, 20, 20),
                new double[] {30, -18, 31, -17},
                null,
                "m@1",
                List.of(new CropClass(1, "maize", "#00ff00"), new CropClass(2, "other", "#ff0000")));
        List<Result.Output> outputs = List.of("true_color", "probabilities", "ndvi_peak", "confidence").stream()
                .map(name -> new Result.Output(name, name + ".tif", ResultFiles.COG_TYPE))
                .toList();
        return Json.of(ResultItem.of(
                new Result("job-1", "classify-crops", "2026-01-01T00:00:00Z", outputs, coverage), footprint));
    }

    /** One entry for each band of the file. */
    @Test
    void bandsAreToldOneByOne() {
        JsonNode assets = item(GEOMETRIES.createPoint(new Coordinate(30, -17))).path("assets");

        assertThat(assets.path("true_color").path("raster:bands").size()).isEqualTo(3);
        assertThat(assets.path("probabilities").path("raster:bands").size()).isEqualTo(2);
        assertThat(assets.path("confidence").path("raster:bands").size()).isEqualTo(1);
        assertThat(assets.at("/true_color/raster:bands/2/data_type").asString()).isEqualTo("uint8");
        assertThat(assets.at("/ndvi_peak/raster:bands/0/scale").asDouble()).isEqualTo(ResultFiles.INDEX_SCALE);
    }

    /** RFC 7946, 3.1.6: exterior rings counterclockwise, holes clockwise, however they came. */
    @Test
    void ringsOfFootprintsTurnAsGeoJsonWantsThem() {
        LinearRing outer = ring(0, 0, 4);
        LinearRing hole = ring(1, 1, 1);
        for (LinearRing shell : List.of(outer, outer.reverse())) {
            for (LinearRing inner : List.of(hole, hole.reverse())) {
                Geometry polygon = GEOMETRIES.createPolygon(shell, new LinearRing[] {inner});
                JsonNode rings = item(polygon).at("/geometry/coordinates");
                assertThat(area(rings.get(0))).isEqualTo(16);
                assertThat(area(rings.get(1))).isEqualTo(-1);
            }
        }
    }

    private static LinearRing ring(double x, double y, double side) {
        return GEOMETRIES.createLinearRing(new Coordinate[] {
            new Coordinate(x, y),
            new Coordinate(x, y + side),
            new Coordinate(x + side, y + side),
            new Coordinate(x + side, y),
            new Coordinate(x, y)
        });
    }

    /** Above 0 where it runs counterclockwise. */
    private static double area(JsonNode ring) {
        double twice = 0;
        for (int i = 0; i + 1 < ring.size(); i++) {
            twice += ring.get(i).get(0).asDouble() * ring.get(i + 1).get(1).asDouble()
                    - ring.get(i + 1).get(0).asDouble() * ring.get(i).get(1).asDouble();
        }
        return twice / 2;
    }
}
