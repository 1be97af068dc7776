package org.geocrop.tracking;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.error.StoreException;
import org.geocrop.json.Document;
import org.geocrop.json.Json;
import org.mlflow.api.proto.Service;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;

/**
 * A tracking server, by MLflow's Java client. Files go through the server's own store of artifacts
 * ({@code --serve-artifacts}), by HTTP: the client would start Python for them.
 */
final class MlflowServer {

    private static final String PROXIED = "mlflow-artifacts:/";
    private static final String MODEL_TAG = "geocrop.model";

    private final URI address;
    private final String experiment;
    private final Duration timeout;
    private final HttpClient http;

    MlflowServer(URI address, String experiment, Duration timeout) {
        this.address = address;
        this.experiment = experiment;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @FunctionalInterface
    private interface Call<T> {
        T on(MlflowClient client) throws IOException, InterruptedException;
    }

    /** The client tries again for minutes by itself; a server that does not answer at once is asked later. */
    private <T> T call(String what, Call<T> call) {
        try (MlflowClient client = new MlflowClient(address.toString())) {
            HttpResponse<Void> health = http.send(
                    HttpRequest.newBuilder(address.resolve("/health"))
                            .timeout(timeout)
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            if (health.statusCode() != 200) {
                throw new StoreException("MLflow answered " + health.statusCode() + "; could not " + what);
            }
            return call.on(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted; could not " + what, e);
        } catch (IOException | MlflowClientException e) {
            throw new StoreException("MLflow could not be reached; could not " + what + ": " + e, e);
        }
    }

    /** Begins a run of a model, or finds the one that was begun. */
    String begin(String model, String version) {
        return call("begin a run", client -> run(client, model, version));
    }

    private String run(MlflowClient client, String model, String version) {
        String id = client.getExperimentByName(experiment)
                .map(Service.Experiment::getExperimentId)
                .orElseGet(() -> client.createExperiment(experiment));
        String named = model + "@" + version;
        List<Service.RunInfo> found = client.searchRuns(List.of(id), "tags.`" + MODEL_TAG + "` = '" + named + "'");
        if (!found.isEmpty()) {
            return found.get(0).getRunId();
        }
        return client.createRun(Service.CreateRun.newBuilder()
                        .setExperimentId(id)
                        .setStartTime(System.currentTimeMillis())
                        .addTags(tag("mlflow.runName", named))
                        .addTags(tag(MODEL_TAG, named))
                        .build())
                .getRunId();
    }

    private static Service.RunTag tag(String key, String value) {
        return Service.RunTag.newBuilder().setKey(key).setValue(value).build();
    }

    /** Marks a run whose training failed. */
    void fail(String runId) {
        call("end a run", client -> {
            client.setTerminated(runId, Service.RunStatus.FAILED);
            return runId;
        });
    }

    /** Tells all of a run; told again, it changes nothing. */
    void complete(TrackedRun tracked, Map<String, byte[]> files) {
        call("complete a run", client -> {
            String runId = tracked.runId() != null ? tracked.runId() : run(client, tracked.model(), tracked.version());
            List<Service.Param> parameters = new ArrayList<>();
            tracked.parameters()
                    .forEach((key, value) -> parameters.add(Service.Param.newBuilder()
                            .setKey(key)
                            .setValue(value)
                            .build()));
            List<Service.Metric> metrics = new ArrayList<>();
            long now = System.currentTimeMillis();
            tracked.metrics()
                    .forEach((key, value) -> metrics.add(Service.Metric.newBuilder()
                            .setKey(key)
                            .setValue(value)
                            .setTimestamp(now)
                            .setStep(0)
                            .build()));
            client.logBatch(runId, metrics, parameters, List.of());
            String artifacts = client.getRun(runId).getInfo().getArtifactUri();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                put(artifacts, file.getKey(), file.getValue());
            }
            register(client, tracked, runId, artifacts);
            client.setTerminated(runId, Service.RunStatus.FINISHED);
            return runId;
        });
    }

    private void put(String artifacts, String file, byte[] bytes) throws IOException, InterruptedException {
        if (!artifacts.startsWith(PROXIED)) {
            throw new StoreException(
                    "MLflow keeps artifacts at " + artifacts + ", not behind itself: start it with --serve-artifacts");
        }
        URI to = address.resolve(
                "/api/2.0/mlflow-artifacts/artifacts/" + artifacts.substring(PROXIED.length()) + "/model/" + file);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(to)
                        .timeout(timeout)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new StoreException("MLflow answered " + answer.statusCode() + " to the artifact " + file);
        }
    }

    private void register(MlflowClient client, TrackedRun tracked, String runId, String artifacts) {
        if (isRegistered(client, tracked.model(), runId)) {
            return;
        }
        try {
            client.sendPost("registered-models/create", json(Map.of("name", tracked.model())));
        } catch (MlflowHttpException e) {
            if (!String.valueOf(e.getBodyMessage()).contains("RESOURCE_ALREADY_EXISTS")) {
                throw e;
            }
        }
        List<Tag> tags = List.of(new Tag("geocrop.version", tracked.version()));
        client.sendPost(
                "model-versions/create", json(new NewVersion(tracked.model(), artifacts + "/model", runId, tags)));
    }

    @Document
    private record NewVersion(String name, String source, String runId, List<Tag> tags) {}

    private record Tag(String key, String value) {}

    private static String json(Object body) {
        return new String(Json.write(body), StandardCharsets.UTF_8);
    }

    private static boolean isRegistered(MlflowClient client, String model, String runId) {
        try {
            return Optional.of(client.searchModelVersions("name='" + model + "'")).stream()
                    .flatMap(page -> page.getItems().stream())
                    .anyMatch(version -> version.getRunId().equals(runId));
        } catch (MlflowHttpException e) {
            if (e.getStatusCode() == 404) {
                return false;
            }
            throw e;
        }
    }
}
