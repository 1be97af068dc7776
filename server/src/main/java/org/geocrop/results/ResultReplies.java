package org.geocrop.results;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.error.StoreException;
import org.geocrop.http.Links;
import org.geocrop.http.Problem;
import org.geocrop.http.Replies;
import org.geocrop.http.StoredResource;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.Processes;
import org.geocrop.settings.Settings;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Results of jobs in the form that was asked for (OGC 18-062r2, tables 11 and 12): a document; or raw: one value as it
 * is, several as {@code multipart/related}, references alone as links of an empty answer. A request that does not say
 * gets raw for a single output, else a document unless it accepts only multipart.
 */
@Component
public class ResultReplies {

    private final JobStore jobs;
    private final ObjectStore store;
    private final Results results;
    private final Processes processes;
    private final int inlineBytes;

    ResultReplies(JobStore jobs, ObjectStore store, Results results, Processes processes, Settings settings) {
        this.jobs = jobs;
        this.store = store;
        this.results = results;
        this.processes = processes;
        this.inlineBytes = settings.limits().inlineBytes();
    }

    /** An output of a result, and how it is handed out. */
    private record Part(Result.Output output, boolean byReference) {}

    /** The results of a job, or the problem why there are none. Links begin with {@code base}. */
    public ResponseEntity<?> reply(Job job, String base, @Nullable String accept) {
        if (job.status() != JobStatus.SUCCESSFUL) {
            return why(job);
        }
        ExecuteRequest request = request(job);
        List<Part> parts = parts(job, request);
        if (isRaw(request, accept)) {
            return raw(job, parts, base);
        }
        return Replies.json(document(job, parts, base));
    }

    /** The results as one document, for callbacks. */
    public Map<String, Object> document(Job job, String base) {
        return document(job, parts(job, request(job)), base);
    }

    /** Links to all outputs, for people. */
    public References references(Job job, String base) {
        return new References(
                job.id(),
                results.require(job.id()).outputs().stream()
                        .map(output -> reference(job, output, base))
                        .toList());
    }

    /** Links to the outputs of a job. */
    public record References(String jobID, List<Links.Link> outputs) {}

    /** A value within a document, with what it is. */
    private record Qualified(String mediaType, Object value) {}

    /** Bytes within a document. */
    private record Encoded(String value, String encoding, String mediaType) {}

    /** One output as it is. */
    public ResponseEntity<?> single(Job job, String name, String base) {
        if (job.status() != JobStatus.SUCCESSFUL) {
            return why(job);
        }
        Result.Output output = results.require(job.id())
                .output(name)
                .orElseThrow(() -> new org.geocrop.error.NotFoundException("The job has no such output"));
        return value(job, output);
    }

    private static ResponseEntity<byte[]> why(Job job) {
        return switch (job.status()) {
            case FAILED -> Problem.of(job.errorCode() == null ? "internal-error" : job.errorCode(), job.message());
            case DISMISSED -> Problem.of("dismissed", "The job " + job.id() + " was dismissed; it has no results");
            default ->
                Problem.ogc(
                        404,
                        "result-not-ready",
                        "The results are not ready",
                        "The job " + job.id() + " is " + job.status().label() + " (" + job.progress() + " %)");
        };
    }

    private static boolean isRaw(ExecuteRequest request, @Nullable String accept) {
        if (request.response() != null) {
            return request.response() == ExecuteRequest.Response.RAW;
        }
        if (request.outputs().size() == 1) {
            return true;
        }
        List<MediaType> types = ContentNegotiation.parse(accept);
        return types.stream().anyMatch(type -> type.getType().equals("multipart"))
                && types.stream().noneMatch(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON));
    }

    private List<Part> parts(Job job, ExecuteRequest request) {
        Result result = results.require(job.id());
        ProcessDescription process = processes
                .ofJob(job.processId())
                .orElseThrow(() -> new StoreException("The process " + job.processId() + " is gone"))
                .description();
        List<Part> parts = new ArrayList<>();
        for (Result.Output output : result.outputs()) {
            ProcessDescription.Output described = process.outputs().get(output.name());
            ExecuteRequest.Wish wish = request.outputs().get(output.name());
            if (described != null && (request.outputs().isEmpty() || wish != null)) {
                Boolean asked = wish == null ? null : wish.byReference();
                boolean byReference = asked == null ? described.byReference() && wish == null : asked;
                parts.add(new Part(output, byReference));
            }
        }
        return parts;
    }

    private ResponseEntity<?> raw(Job job, List<Part> parts, String base) {
        if (parts.stream().allMatch(Part::byReference)) {
            var empty = ResponseEntity.noContent();
            for (Part part : parts) {
                empty.header(
                        "Link",
                        "<" + href(job, part.output, base) + ">; rel=\"" + part.output.name() + "\"; type=\""
                                + part.output.mediaType().replace("\"", "") + "\"");
            }
            return empty.build();
        }
        return parts.size() == 1 ? value(job, parts.get(0).output) : multipart(job, parts, base);
    }

    private ResponseEntity<?> value(Job job, Result.Output output) {
        return ResponseEntity.ok()
                .header("Content-Type", output.mediaType())
                .header("Cache-Control", "no-cache")
                .body(new StoredResource(store, key(job, output)));
    }

    private ResponseEntity<?> multipart(Job job, List<Part> parts, String base) {
        String boundary = "geocrop-" + UUID.randomUUID();
        List<InputStream> streams = new ArrayList<>();
        for (Part part : parts) {
            StringBuilder head = new StringBuilder("--" + boundary + "\r\n");
            head.append("Content-Type: ").append(part.output.mediaType()).append("\r\n");
            head.append("Content-ID: <").append(part.output.name()).append(">\r\n");
            if (part.byReference) {
                head.append("Content-Location: ")
                        .append(href(job, part.output, base))
                        .append("\r\n");
            }
            streams.add(text(head.append("\r\n").toString()));
            if (!part.byReference) {
                streams.add(new StoredResource(store, key(job, part.output)).getInputStream());
            }
            streams.add(text("\r\n"));
        }
        streams.add(text("--" + boundary + "--\r\n"));
        return ResponseEntity.ok()
                .header("Content-Type", "multipart/related; boundary=\"" + boundary + "\"")
                .header("Cache-Control", "no-cache")
                .body(new org.springframework.core.io.InputStreamResource(
                        new SequenceInputStream(Collections.enumeration(streams))));
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, Object> document(Job job, List<Part> parts, String base) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (Part part : parts) {
            document.put(
                    part.output.name(),
                    part.byReference ? reference(job, part.output, base) : inline(job, part.output, base));
        }
        return document;
    }

    /** A value within a document; one that is too large for it is a reference. */
    private Object inline(Job job, Result.Output output, String base) {
        ObjectKey key = key(job, output);
        if (store.stat(key).orElseThrow().size() > inlineBytes) {
            return reference(job, output, base);
        }
        byte[] bytes = store.get(key, inlineBytes);
        if (output.mediaType().endsWith("json")) {
            ForeignJson value = parse(bytes, job);
            // Objects are qualified, for which the schema of results asks, but a bbox stands for itself.
            return value.isObject() && !value.has("bbox") ? new Qualified(output.mediaType(), value) : value;
        }
        if (ResultFiles.isBinary(output.mediaType())) {
            return new Encoded(Base64.getEncoder().encodeToString(bytes), "base64", output.mediaType());
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return output.mediaType().equals("text/plain") ? text : new Qualified(output.mediaType(), text);
    }

    private static Links.Link reference(Job job, Result.Output output, String base) {
        return Links.Link.to(base, output.name(), output.mediaType(), path(job, output), output.name());
    }

    private static String href(Job job, Result.Output output, String base) {
        return base + path(job, output);
    }

    private static String path(Job job, Result.Output output) {
        return "/results/" + job.id() + "/" + output.file();
    }

    private static ObjectKey key(Job job, Result.Output output) {
        return ResultFiles.key(job.id(), output.file());
    }

    private ExecuteRequest request(Job job) {
        try {
            return ExecuteRequest.trusted(jobs.request(job.id()).getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedException e) {
            throw new StoreException("The request of the job " + job.id() + " is damaged", e);
        }
    }

    private static ForeignJson parse(byte[] json, Job job) {
        try {
            return ForeignJson.read(json);
        } catch (Json.MalformedException e) {
            throw new StoreException("A document of the job " + job.id() + " is damaged", e);
        }
    }
}
