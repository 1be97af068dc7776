package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.geocrop.Until;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators who collect traces and logs get. */
class TracesIT {

    @TempDir
    Path data;

    @Test
    void tracesGoToTheCollectorAndLogsAreJson() throws Exception {
        List<String> traces = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            var body = packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
            traces.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (TestServer server = TestServer.start(
                data,
                Map.of(
                        "GEOCROP_SAMPLE_SIZE", "128",
                        "GEOCROP_LOG_FORMAT", "ecs",
                        "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
                                "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces"))) {
            server.post("/processes/classify-crops/execution", "{\"inputs\":{\"aoi\":[0.5,51.5,500],\"year\":2022}}");
            Until.isTrue(
                    "a trace of the execution",
                    () -> traces.stream().anyMatch(t -> t.contains("/processes/{id}/execution")));
            assertThat(traces).anyMatch(t -> t.contains("/processes/{id}/execution") && t.contains("geocrop"));
            String failed = server.log()
                    .lines()
                    .filter(line -> line.contains("failed: The catalogue has no scene"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Json.read(failed.getBytes(StandardCharsets.UTF_8))
                            .path("job")
                            .asString())
                    .matches("[0-9a-f-]{36}");
        } finally {
            collector.stop(0);
        }
    }

    /** A port for operators asks nobody for a name; on the other metrics are for administrators. */
    @Test
    void metricsOnAPortOfTheirOwn() throws Exception {
        String port = TestServer.freePort();
        try (TestServer server = TestServer.start(
                data,
                Map.of("GEOCROP_SAMPLE_SIZE", "128", "GEOCROP_MANAGEMENT_PORT", port),
                "--geocrop.identity.api-keys[0].user=robot",
                "--geocrop.identity.api-keys[0].role=viewer",
                "--geocrop.identity.api-keys[0].sha256=" + Sha256.of("gck_x"))) {
            String operators = "http://localhost:" + port;
            assertThat(server.get(operators + "/actuator/prometheus").statusCode())
                    .isEqualTo(200);
            assertThat(server.get(operators + "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/actuator/prometheus").statusCode()).isEqualTo(401);
            assertThat(server.get("/jobs").statusCode()).isEqualTo(401);
            assertThat(server.get(operators + "/jobs").statusCode()).isEqualTo(404);
        }
    }
}
