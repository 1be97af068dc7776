package org.geocrop.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.StoreException;
import org.geocrop.job.Job;
import org.geocrop.job.JobQueue;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.process.ClassifyCrops;
import org.geocrop.store.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Executions of processes: a job each, whether the client waits for it or not, and the results that it asked for. */
@Component
class Executions {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final String SUMMARY = "summary";

    private final JobStore jobs;
    private final JobQueue queue;
    private final ObjectStore store;
    private final Results results;
    private final JobDocuments documents;
    private final Links links;
    private final Settings.Limits limits;

    Executions(
            JobStore jobs,
            JobQueue queue,
            ObjectStore store,
            Results results,
            JobDocuments documents,
            Links links,
            Settings settings) {
        this.jobs = jobs;
        this.queue = queue;
        this.store = store;
        this.results = results;
        this.documents = documents;
        this.links = links;
        this.limits = settings.limits();
    }

    /** Refuses outputs that the process does not have, and forms that there are not. */
    void checkOutputs(JsonNode request) {
        for (String output : request.path("outputs").propertyNames()) {
            if (!ClassifyCrops.outputs().contains(output)) {
                throw new InvalidRequestException(
                        "The process has no output '" + output + "'; its outputs are " + ClassifyCrops.outputs());
            }
            String mode = request.path("outputs")
                    .path(output)
                    .path("transmissionMode")
                    .asString("reference");
            if (!mode.equals("value") && !mode.equals("reference")) {
                throw new InvalidRequestException("A transmissionMode is value or reference, not " + mode);
            }
        }
        String response = request.path("response").asString("raw");
        if (!response.equals("raw") && !response.equals("document")) {
            throw new InvalidRequestException("A response is raw or document, not " + response);
        }
        if (request.path("outputs").has(ResultFiles.PROBABILITIES)
                && !request.path("inputs").path("probabilities").asBoolean(false)) {
            throw new InvalidRequestException("The output probabilities needs the input probabilities to be true");
        }
    }

    /** Queues a job and answers with it (201), or waits for its results. */
    ResponseEntity<byte[]> execute(String processId, JsonNode request, boolean async) {
        if (jobs.unfinished().size() >= limits.unfinishedJobs()) {
            return Problem.answer(
                    503,
                    "about:blank",
                    "Too many jobs",
                    "There are " + limits.unfinishedJobs() + " jobs that wait or run; try again later");
        }
        Job job = jobs.accept(processId, new String(Json.write(request), StandardCharsets.UTF_8));
        queue.submit(job.id());
        if (!async) {
            Job waited = await(job);
            if (waited.status().isFinal()) {
                return results(waited);
            }
        }
        return ResponseEntity.status(201)
                .contentType(MediaType.APPLICATION_JSON)
                .header("Location", links.to("/jobs/" + job.id()))
                .header("Preference-Applied", "respond-async")
                .body(Json.write(documents.status(job)));
    }

    private Job await(Job job) {
        Instant end = Instant.now().plus(limits.syncWait());
        Job now = job;
        try {
            while (!now.status().isFinal() && Instant.now().isBefore(end)) {
                Thread.sleep(POLL.toMillis());
                now = jobs.find(job.id()).orElseThrow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return now;
    }

    /** The results of a job in the form that its request asked for, or the problem why there are none. */
    ResponseEntity<byte[]> results(Job job) {
        if (job.status() == JobStatus.FAILED) {
            return Problem.of(job.errorCode() == null ? "internal-error" : job.errorCode(), job.message());
        }
        if (job.status() == JobStatus.DISMISSED) {
            return Problem.of("dismissed", "The job " + job.id() + " was dismissed; it has no results");
        }
        if (job.status() != JobStatus.SUCCESSFUL) {
            return Problem.ogc(
                    404,
                    "result-not-ready",
                    "The results are not ready",
                    "The job " + job.id() + " is " + job.status().label() + " (" + job.progress() + " %)");
        }
        JsonNode request = request(job);
        List<String> wanted = new ArrayList<>(request.path("outputs").propertyNames());
        if (wanted.size() == 1 && request.path("response").asString("raw").equals("raw")) {
            return raw(job, wanted.get(0));
        }
        if (wanted.isEmpty()) {
            wanted.addAll(results.find(job.id()).orElseThrow().rasters());
            wanted.add(SUMMARY);
        }
        ObjectNode document = Json.object();
        for (String output : wanted) {
            String mode = request.path("outputs")
                    .path(output)
                    .path("transmissionMode")
                    .asString("reference");
            document.set(output, mode.equals("value") ? byValue(job, output) : byReference(job, output));
        }
        return Replies.json(document);
    }

    private ResponseEntity<byte[]> raw(Job job, String output) {
        if (store.stat(key(job, output)).orElseThrow().size() > limits.inlineBytes()) {
            return ResponseEntity.status(303)
                    .header("Location", href(job, output))
                    .build();
        }
        return ResponseEntity.ok()
                .header("Content-Type", type(output))
                .header("Cache-Control", "no-cache")
                .body(store.get(key(job, output), limits.inlineBytes()));
    }

    private JsonNode byValue(Job job, String output) {
        ObjectKey key = key(job, output);
        if (store.stat(key).orElseThrow().size() > limits.inlineBytes()) {
            return byReference(job, output);
        }
        byte[] bytes = store.get(key, limits.inlineBytes());
        if (output.equals(SUMMARY)) {
            return parse(bytes, job);
        }
        return Json.object()
                .put("value", Base64.getEncoder().encodeToString(bytes))
                .put("encoding", "base64")
                .put("mediaType", type(output));
    }

    private JsonNode byReference(Job job, String output) {
        return Json.object().put("href", href(job, output)).put("type", type(output));
    }

    private String href(Job job, String output) {
        return links.to("/results/" + job.id() + "/" + file(output));
    }

    private static ObjectKey key(Job job, String output) {
        return ResultFiles.key(job.id(), file(output));
    }

    private static String file(String output) {
        return output.equals(SUMMARY) ? ResultFiles.SUMMARY : output + ".tif";
    }

    private static String type(String output) {
        return output.equals(SUMMARY) ? "application/json" : ResultFiles.COG_TYPE;
    }

    private static JsonNode request(Job job) {
        return parse(job.request().getBytes(StandardCharsets.UTF_8), job);
    }

    private static JsonNode parse(byte[] json, Job job) {
        try {
            return Json.read(json);
        } catch (Json.MalformedException e) {
            throw new StoreException("A document of the job " + job.id() + " is damaged", e);
        }
    }
}
