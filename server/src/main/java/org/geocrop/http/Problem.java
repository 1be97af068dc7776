package org.geocrop.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Problems as {@code application/problem+json} (RFC 9457): one table from the engine's codes to HTTP. */
public final class Problem {

    private static final String OGC = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/";

    /** What is said to those who have to say who they are. */
    public static final String SIGN_IN = "Sign in with a bearer token or an API key";

    /** How, as RFC 6750 says it. */
    public static final String CHALLENGE = "Bearer realm=\"geocrop\"";

    private record Kind(int status, String title) {}

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("invalid-parameter-value", new Kind(400, "Invalid request")),
            Map.entry("limit-exceeded", new Kind(400, "Limit exceeded")),
            Map.entry("not-found", new Kind(404, "Not found")),
            Map.entry("conflict", new Kind(409, "Already exists")),
            Map.entry("no-scenes", new Kind(422, "Too few scenes")),
            Map.entry("catalogue-unavailable", new Kind(502, "Catalogue unavailable")),
            Map.entry("unreadable-raster", new Kind(502, "Unreadable raster")),
            Map.entry("model-rejected", new Kind(500, "Unusable model")),
            Map.entry("store-failure", new Kind(500, "Object store unavailable")),
            Map.entry("dismissed", new Kind(410, "Job dismissed")),
            Map.entry("internal-error", new Kind(500, "Internal error")));

    /** Faults of a request begin with the place of the fault. */
    private static final Pattern PLACE = Pattern.compile("((?:inputs|outputs)(?:/[^:/ ]+)*): ");

    private Problem() {}

    /** The answer to a fault with one of the engine's codes. */
    public static ResponseEntity<byte[]> of(String code, @Nullable String detail) {
        return answer(kind(code).status, type(code), kind(code).title, detail);
    }

    /** The document of a failed job. */
    public static ProblemDocument document(String code, @Nullable String detail) {
        return document(kind(code).status, type(code), kind(code).title, detail);
    }

    /** An answer with a type of OGC API Processes, such as {@code no-such-job}. */
    public static ResponseEntity<byte[]> ogc(int status, String type, String title, String detail) {
        return answer(status, OGC + type, title, detail);
    }

    public static ResponseEntity<byte[]> noSuchJob() {
        return ogc(404, "no-such-job", "No such job", "There is no job of that id");
    }

    /** Come again after a pause (429 and 503). */
    public static ResponseEntity<byte[]> later(int status, String title, String detail, Duration pause) {
        ResponseEntity<byte[]> answer = answer(status, "about:blank", title, detail);
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(answer.getHeaders());
        headers.set("Retry-After", Long.toString(Math.max(1, pause.toSeconds())));
        return new ResponseEntity<>(answer.getBody(), headers, answer.getStatusCode());
    }

    public static ResponseEntity<byte[]> answer(int status, String type, String title, @Nullable String detail) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header("Cache-Control", "no-store")
                .body(Json.write(document(status, type, title, detail)));
    }

    /** For filters, which come before controllers. */
    public static void write(HttpServletResponse response, int status, String title, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(Json.write(document(status, "about:blank", title, detail)));
    }

    public static void unauthorized(HttpServletResponse response, String detail) throws IOException {
        response.setHeader("WWW-Authenticate", CHALLENGE);
        write(response, 401, "Unauthorized", detail);
    }

    /** The HTTP status of one of the engine's codes. */
    public static int status(String code) {
        return kind(code).status;
    }

    private static Kind kind(String code) {
        return KINDS.getOrDefault(code, new Kind(500, "Internal error"));
    }

    private static String type(String code) {
        return "urn:geocrop:problem:" + code;
    }

    private static ProblemDocument document(int status, String type, String title, @Nullable String detail) {
        Matcher place = PLACE.matcher(detail == null ? "" : detail);
        List<ProblemDocument.Fault> errors = detail != null && status < 500 && place.lookingAt()
                ? List.of(new ProblemDocument.Fault(detail.substring(place.end()), "#/" + place.group(1)))
                : null;
        return new ProblemDocument(type, title, status, detail, errors);
    }
}
