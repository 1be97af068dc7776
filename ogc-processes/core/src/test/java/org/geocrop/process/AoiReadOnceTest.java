package org.geocrop.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.geocrop.grid.Aoi;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From a request to its estimate and its job, and from the job to its rasters, an area is read once and moved once. */
class AoiReadOnceTest {

    @TempDir
    static Path scenes;

    @TempDir
    static Path made;

    @BeforeAll
    static void make() {
        Farm.make(scenes, made);
    }

    static Stream<Arguments> areas() throws Exception {
        double[] b = Json.to(Farm.area().path("bbox"), double[].class);
        double[][][] ring = {{{b[0], b[1]}, {b[2], b[1]}, {b[2], b[3]}, {b[0], b[1]}}};
        JsonNode polygon = Json.object().put("type", "Polygon").set("coordinates", Json.of(ring));
        JsonNode circle = Json.of(new double[] {(b[0] + b[2]) / 2, (b[1] + b[3]) / 2, 200});
        return Stream.of(
                Arguments.of("classify-crops", "aoi", Farm.area()),
                Arguments.of("classify-crops", "aoi", polygon),
                Arguments.of("classify-crops", "aoi", circle),
                Arguments.of("season-composite", "aoi", polygon),
                Arguments.of("explain-pixel", "location", Json.of(new double[] {(b[0] + b[2]) / 2, (b[1] + b[3]) / 2
                })));
    }

    @ParameterizedTest
    @MethodSource("areas")
    void anAreaIsReadAndMovedOnce(String id, String input, JsonNode area) {
        ObjectNode inputs = Json.object().put("year", 2022);
        inputs.set(input, area);
        if (!id.equals("season-composite")) {
            inputs.put("model", "ndvi");
        }
        try (Farm farm = new Farm(scenes, new FolderStore(made))) {
            GeoProcess process = farm.processes().find(id).orElseThrow();
            Aoi.Work before = Aoi.work();

            ExecuteRequest request = ExecuteRequest.read(
                    process.description(), ForeignJson.empty().with("inputs", inputs), References.NONE);
            Prepared prepared = process.prepare(Farm.execution("none", request.inputs()));
            assertThat(prepared.area().map(Aoi::bounds)).isPresent();
            assertThat(prepared.lane()).isNotNull();
            prepared.workload();

            Aoi.Work accepted = Aoi.work();
            assertThat(accepted.checked() - before.checked()).isEqualTo(1);
            assertThat(accepted.projected() - before.projected()).isLessThanOrEqualTo(1);

            String job = id + "-" + Math.abs(area.hashCode());
            process.prepare(Farm.execution(job, request.inputs())).run();
            Aoi.Work run = Aoi.work();
            assertThat(run.checked() - accepted.checked()).isEqualTo(1);
            assertThat(run.projected() - accepted.projected()).isEqualTo(1);
        }
    }
}
