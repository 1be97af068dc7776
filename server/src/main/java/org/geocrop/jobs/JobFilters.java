package org.geocrop.jobs;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.request.TimeInterval;
import org.geocrop.job.Job;
import org.geocrop.job.JobQuery;
import org.geocrop.job.JobStatus;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Processes;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The parameters of a job list (OGC 18-062r2, clause 11.2.2), and {@code bbox} and {@code output}. */
final class JobFilters {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1000;

    private final Map<String, String> given = new LinkedHashMap<>();
    private final Processes processes;

    JobFilters(Map<String, String[]> parameters, Processes processes) {
        this.processes = processes;
        // A list may be given as one value with commas, or as several values.
        parameters.forEach((name, values) -> given.put(name, String.join(",", values)));
    }

    // NullAway does not see that an array of a record in another module may be null.
    @SuppressWarnings("NullAway")
    JobQuery query(JobQuery.@Nullable Viewer viewer) {
        String type = given.getOrDefault("type", "process");
        boolean none = !Arrays.asList(type.split(",")).contains("process");
        Instant[] interval = TimeInterval.parse(given.get("datetime"));
        return new JobQuery(
                viewer,
                list("processID"),
                givingNo(given.get("output")),
                statuses(),
                interval[0],
                interval[1],
                seconds("minDuration"),
                seconds("maxDuration"),
                bbox(given.get("bbox")),
                after(given.get("after")),
                none ? 0 : limit());
    }

    /** Path of this page. */
    String self() {
        return path(given);
    }

    /** Path of the page after a job. */
    String next(Job last) {
        Map<String, String> parameters = new LinkedHashMap<>(given);
        parameters.put("after", last.created() + "_" + last.id());
        return path(parameters);
    }

    private static String path(Map<String, String> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return pairs.isEmpty() ? "/jobs" : "/jobs?" + String.join("&", pairs);
    }

    private List<String> list(String name) {
        String value = given.get(name);
        return value == null ? List.of() : List.of(value.split(",", -1));
    }

    /** Processes that give no output of a media type. Those that are known no more may have given it. */
    private List<String> givingNo(@Nullable String type) {
        if (type == null) {
            return List.of();
        }
        MediaType wanted;
        try {
            wanted = MediaType.parseMediaType(type);
        } catch (InvalidMediaTypeException e) {
            throw new InvalidRequestException("output: is a media type such as image/tiff", e);
        }
        return processes.all().stream()
                .filter(process -> process.description().outputs().values().stream()
                        .flatMap(output -> output.mediaTypes().stream())
                        .noneMatch(given -> wanted.isCompatibleWith(MediaType.parseMediaType(given))))
                .map(GeoProcess::id)
                .toList();
    }

    private List<JobStatus> statuses() {
        List<JobStatus> statuses = new ArrayList<>();
        for (String label : list("status")) {
            statuses.add(Arrays.stream(JobStatus.values())
                    .filter(status -> status.label().equals(label))
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException(
                            "status: is accepted, running, successful, failed or dismissed")));
        }
        return statuses;
    }

    private int limit() {
        String value = given.get("limit");
        if (value == null) {
            return DEFAULT_LIMIT;
        }
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < 1) {
            throw new InvalidRequestException("limit: is 1 to " + MAX_LIMIT);
        }
        return Math.min(MAX_LIMIT, Integer.parseInt(value));
    }

    private @Nullable Duration seconds(String name) {
        String value = given.get(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("\\d{1,9}")) {
            throw new InvalidRequestException(name + ": is a whole number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }

    private static double @Nullable [] bbox(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String[] parts = value.split(",", -1);
        double[] bounds = new double[4];
        boolean right = parts.length == 4;
        for (int i = 0; right && i < 4; i++) {
            right = parts[i].trim().matches("[+-]?\\d{1,3}(\\.\\d{1,15})?");
            bounds[i] = right ? Double.parseDouble(parts[i].trim()) : 0;
        }
        if (!right || bounds[0] > bounds[2] || bounds[1] > bounds[3]) {
            throw new InvalidRequestException("bbox: is west,south,east,north in degrees");
        }
        return bounds;
    }

    private static JobQuery.@Nullable Position after(@Nullable String value) {
        if (value == null) {
            return null;
        }
        int split = value.lastIndexOf('_');
        try {
            Instant created = TimeInterval.time(value.substring(0, Math.max(0, split)));
            if (created == null) {
                throw new DateTimeException("no time");
            }
            return new JobQuery.Position(created, value.substring(split + 1));
        } catch (DateTimeException e) {
            throw new InvalidRequestException("after: is taken from the link to the next page", e);
        }
    }
}
