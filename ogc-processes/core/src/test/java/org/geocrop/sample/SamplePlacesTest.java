package org.geocrop.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.grid.Crs;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SamplePlacesTest {

    private static final SampleLandscape.Options OPTIONS = SampleLandscape.Options.season(512, 2022);

    private static List<JsonNode> of(JsonNode places, String kind) {
        List<JsonNode> found = new ArrayList<>();
        places.path("features").forEach(feature -> {
            if (feature.at("/properties/kind").asString().equals(kind)) {
                found.add(feature);
            }
        });
        return found;
    }

    @Test
    void allHaveNamesOfTheirOwnAndLieInTheLandscape() {
        JsonNode places = Json.of(new SamplePlaces(OPTIONS).write());
        Set<String> names = new HashSet<>();
        double[] bounds = OPTIONS.grid().lonLatBounds();
        for (JsonNode feature : places.path("features")) {
            assertThat(names.add(feature.at("/properties/name").asString()))
                    .as(feature.toString())
                    .isTrue();
            numbers(feature.at("/geometry/coordinates")).forEach(position -> {
                assertThat(position[0]).isBetween(bounds[0] - 1e-4, bounds[2] + 1e-4);
                assertThat(position[1]).isBetween(bounds[1] - 1e-4, bounds[3] + 1e-4);
            });
        }
        assertThat(of(places, "ward")).hasSize(4);
        assertThat(of(places, "village")).hasSizeGreaterThan(2);
        assertThat(of(places, "road")).hasSize(of(places, "village").size() - 1);
        assertThat(Json.of(new SamplePlaces(OPTIONS).write())).isEqualTo(places);
    }

    private static List<double[]> numbers(JsonNode coordinates) {
        List<double[]> positions = new ArrayList<>();
        if (coordinates.path(0).isNumber()) {
            positions.add(new double[] {
                coordinates.path(0).asDouble(), coordinates.path(1).asDouble()
            });
        } else {
            coordinates.forEach(part -> positions.addAll(numbers(part)));
        }
        return positions;
    }

    /** Wards fill the landscape: an edge within belongs to two of them, in both directions. */
    @Test
    void neighbouringWardsShareTheirBorders() {
        Map<String, Integer> edges = new HashMap<>();
        for (JsonNode ward : of(Json.of(new SamplePlaces(OPTIONS).write()), "ward")) {
            JsonNode ring = ward.at("/geometry/coordinates/0");
            assertThat(ring.get(ring.size() - 1)).isEqualTo(ring.get(0));
            for (int i = 0; i + 1 < ring.size(); i++) {
                String there = ring.get(i) + " " + ring.get(i + 1);
                String back = ring.get(i + 1) + " " + ring.get(i);
                edges.merge(edges.containsKey(back) ? back : there, 1, Integer::sum);
            }
        }
        assertThat(edges.values()).containsOnly(1, 2);
        // Half of the outer edges of a cross of four quarters.
        assertThat(edges.values().stream().filter(count -> count == 2)).hasSize(4 * 64);
        assertThat(edges.values().stream().filter(count -> count == 1)).hasSize(8 * 64);
    }

    /** The river is where the landscape has water, and villages stand where it has houses. */
    @Test
    void placesAreWhatTheGroundIs() {
        SampleLandscape.Options wide = SampleLandscape.Options.season(2048, 2022);
        JsonNode places = Json.of(new SamplePlaces(wide).write());
        Landscape landscape = new Landscape(SampleLandscape.SEED);
        Crs.PointTransform toMetres = Crs.transform(Crs.WGS84, wide.epsg());
        assertThat(of(places, "river")).hasSize(1);
        List<double[]> course = numbers(of(places, "river").get(0).at("/geometry/coordinates"));
        long wet = course.stream()
                .map(p -> toMetres.apply(p[0], p[1]))
                .filter(p -> landscape.at(p[0], p[1]).cover() == LandCover.WATER)
                .count();
        assertThat(course).hasSizeGreaterThan(10);
        assertThat((double) wet / course.size()).isGreaterThan(0.5);
        for (JsonNode village : of(places, "village")) {
            double[] p = numbers(village.at("/geometry/coordinates")).get(0);
            double[] metres = toMetres.apply(p[0], p[1]);
            assertThat(landscape.isVillage((long) Math.floor(metres[0] / Landscape.BLOCK), (long)
                            Math.floor(metres[1] / Landscape.BLOCK)))
                    .as(village.toString())
                    .isTrue();
        }
    }
}
