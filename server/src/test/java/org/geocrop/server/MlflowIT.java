package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Trainings in a real MLflow server, which is killed while one runs. */
@Tag("soak")
class MlflowIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path data;

    /** The tracking server as a process of its own. */
    private record Mlflow(Process process, int port) {

        static Mlflow start(Path python, Path folder, int port) throws Exception {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(
                    python.resolveSibling("mlflow").toString(),
                    "server",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--backend-store-uri",
                    "sqlite:///" + folder.resolve("runs.db"),
                    "--artifacts-destination",
                    folder.resolve("artifacts").toString(),
                    "--serve-artifacts",
                    "--workers",
                    "1");
            // Its workers would outlive it: they are killed with its session.
            builder.command().add(0, "setsid");
            builder.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
            builder.environment().put("DO_NOT_TRACK", "true");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(folder.resolve("mlflow.log").toFile())
                    .start();
            Mlflow server = new Mlflow(process, port);
            Until.isTrue("MLflow answers", () -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException(Files.readString(folder.resolve("mlflow.log")));
                }
                return server.answers();
            });
            return server;
        }

        boolean answers() throws InterruptedException {
            try {
                return get("/health").statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        JsonNode post(String path, String body) throws Exception {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
        }

        void kill() throws Exception {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
            Until.isTrue("MLflow is gone", () -> !answers());
        }
    }

    @Test
    void runsAreTracked() throws Exception {
        Path python = Programs.pypi("mlflow==3.4.0", "sqlalchemy<2.1");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Mlflow mlflow = Mlflow.start(python, data.resolve("mlflow"), port);
        try (TestServer server = TestServer.start(
                data.resolve("geocrop"),
                Map.of(
                        "GEOCROP_SAMPLE_SIZE",
                        "128",
                        "MLFLOW_TRACKING_URI",
                        "http://127.0.0.1:" + port,
                        "GEOCROP_MLFLOW_TIMEOUT",
                        "5s"))) {
            train(server, "first");
            JsonNode run = run(mlflow, "first@1");
            assertThat(run.path("info").path("status").asString())
                    .as(server.log())
                    .isEqualTo("FINISHED");
            assertThat(run.path("data").path("metrics").toString())
                    .contains("\"overall\"", "\"kappa\"", "xgboost_accuracy");
            assertThat(run.path("data").path("params").toString())
                    .contains("\"dataset\"", "\"folds\"", "rounds, depth");
            String runId = run.path("info").path("run_id").asString();
            assertThat(server.json("/models/first@1")
                            .path("bundle")
                            .path("mlflowRunId")
                            .asString())
                    .as(server.log())
                    .isEqualTo(runId);
            assertThat(mlflow.get("/api/2.0/mlflow/artifacts/list?path=model&run_id=" + runId)
                            .body())
                    .contains("model/model.json", "model/card.html", "model/card.json");
            assertThat(mlflow.get("/api/2.0/mlflow-artifacts/artifacts/"
                                    + run.path("info")
                                            .path("artifact_uri")
                                            .asString()
                                            .substring(18)
                                    + "/model/card.json")
                            .body())
                    .contains("\"first@1\"");
            assertThat(mlflow.get("/api/2.0/mlflow/registered-models/get?name=first")
                            .body())
                    .contains(runId);

            // It is begun there, and the server dies before it ends.
            String job = submit(server, "second");
            Mlflow first = mlflow;
            Until.isTrue("the run of the second", () -> !run(first, "second@1").isMissingNode());
            mlflow.kill();
            JsonNode status = server.await(job);
            assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
            assertThat(server.json("/models/second@1")
                            .path("card")
                            .path("model")
                            .asString())
                    .isEqualTo("second@1");
            Path waiting = data.resolve("geocrop/store/geocrop-models/tracking/second/1.json");
            assertThat(waiting).exists();

            mlflow = Mlflow.start(python, data.resolve("mlflow"), port);
            Until.isTrue("the second is told of", () -> !Files.exists(waiting));
            JsonNode second = run(mlflow, "second@1");
            assertThat(second.path("info").path("status").asString()).isEqualTo("FINISHED");
            assertThat(second.path("data").path("metrics").toString()).contains("\"overall\"");
            assertThat(mlflow.get("/api/2.0/mlflow/registered-models/get?name=second")
                            .body())
                    .contains(second.path("info").path("run_id").asString());
        } finally {
            mlflow.kill();
        }
    }

    /** The only run of a model; missing where there is none, and never two. */
    private static JsonNode run(Mlflow mlflow, String model) throws Exception {
        JsonNode found = mlflow.post(
                        "/api/2.0/mlflow/runs/search",
                        "{\"experiment_ids\":[\"1\"],\"filter\":\"tags.`geocrop.model` = '" + model + "'\"}")
                .path("runs");
        assertThat(found.size()).isLessThan(2);
        return found.path(0);
    }

    private static void train(TestServer server, String name) throws Exception {
        JsonNode status = server.await(submit(server, name));
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
    }

    /** Squares whose classes alternate: not for what a model learns of them. */
    private static String submit(TestServer server, String name) throws Exception {
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        var features = collection.putArray("features");
        for (int i = 0; i < 40; i++) {
            ObjectNode feature = features.addObject().put("type", "Feature");
            feature.putObject("properties").put("class", i % 2 == 0 ? "maize" : "grass");
            double lon = 30.970 + i % 8 * 0.0012;
            double lat = -17.452 - i / 8 * 0.0012;
            var ring = feature.putObject("geometry")
                    .put("type", "Polygon")
                    .putArray("coordinates")
                    .addArray();
            for (double[] corner : new double[][] {{0, 0}, {0.0008, 0}, {0.0008, 0.0008}, {0, 0.0008}, {0, 0}}) {
                ring.addArray().add(lon + corner[0]).add(lat + corner[1]);
            }
        }
        ObjectNode inputs = Json.object().put("name", name).put("version", "1").put("year", 2022);
        inputs.put("search_seconds", 5).put("block_m", 100);
        inputs.putObject("samples").put("mediaType", "application/geo+json").set("value", collection);
        ObjectNode request = Json.object();
        request.set("inputs", inputs);
        HttpResponse<byte[]> accepted =
                server.post("/processes/train-model/execution", request.toString(), "Prefer", "respond-async");
        assertThat(accepted.statusCode()).as(TestServer.text(accepted)).isEqualTo(201);
        return TestServer.json(accepted).path("jobID").asString();
    }
}
