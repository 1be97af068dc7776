package org.geocrop.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;

/**
 * Range requests with retries, back-off and a budget: no host has more than a fixed number of requests of this process
 * to answer at once.
 */
public final class HttpRanges {

    /** The budget of a host unless configured. */
    public static final int DEFAULT_REQUESTS_PER_HOST = 48;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client;
    private final int requestsPerHost;
    private final Map<String, Semaphore> budgets = new ConcurrentHashMap<>();

    public HttpRanges(int requestsPerHost) {
        this.requestsPerHost = requestsPerHost;
        this.client = newClient();
    }

    /** A client as the engine uses it; redirects are followed, but never from HTTPS to HTTP. */
    public static HttpClient newClient() {
        return HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** The client below, for requests that are no range requests. */
    public HttpClient client() {
        return client;
    }

    /**
     * Bytes of a resource.
     *
     * @param total length of the whole resource
     * @param etag empty if the server sent none
     */
    record Answer(byte[] body, long total, String etag) {}

    /**
     * Reads a range; the answer is shorter only where the resource ends.
     *
     * @throws NotFoundException on 404 and 410
     * @throws RasterException if it stays unreachable, or its server knows no ranges
     */
    Answer get(URI uri, long offset, int length) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Range", "bytes=" + offset + "-" + (offset + length - 1))
                .build();
        String reason = "";
        Duration wish = Duration.ZERO;
        for (int attempt = 0; attempt < Backoff.ATTEMPTS; attempt++) {
            try {
                Backoff.pause(attempt, wish);
                Outcome outcome = send(request, length);
                if (outcome.answer != null) {
                    return outcome.answer;
                }
                reason = outcome.reason;
                wish = outcome.wish;
            } catch (IOException e) {
                reason = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
                wish = Duration.ZERO;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RasterException("Reading " + uri + " was interrupted", e);
            }
        }
        throw new RasterException("Could not read " + uri + " in " + Backoff.ATTEMPTS + " attempts: " + reason);
    }

    private record Outcome(
            @org.jspecify.annotations.Nullable Answer answer, String reason, Duration wish) {}

    private Outcome send(HttpRequest request, int length) throws IOException, InterruptedException {
        URI uri = request.uri();
        Semaphore budget = budgets.computeIfAbsent(
                uri.getScheme() + "://" + uri.getAuthority(), host -> new Semaphore(requestsPerHost));
        budget.acquire();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                int status = response.statusCode();
                if (status == 206) {
                    return new Outcome(partial(uri, response, body, length), "", Duration.ZERO);
                }
                refuse(uri, status);
                long wished = response.headers()
                        .firstValue("Retry-After")
                        .map(HttpRanges::seconds)
                        .orElse(0L);
                return new Outcome(null, "HTTP status " + status, Duration.ofSeconds(wished));
            }
        } finally {
            budget.release();
        }
    }

    private static Answer partial(URI uri, HttpResponse<?> response, InputStream body, int length) throws IOException {
        byte[] bytes = body.readNBytes(length);
        long total = total(uri, response.headers().firstValue("Content-Range").orElse(""));
        long expected = response.headers().firstValueAsLong("Content-Length").orElse(bytes.length);
        if (bytes.length < Math.min(expected, length)) {
            throw new IOException("the body ended after " + bytes.length + " of " + expected + " bytes");
        }
        return new Answer(bytes, total, response.headers().firstValue("ETag").orElse(""));
    }

    /** Throws for answers that no retry will change. */
    private static void refuse(URI uri, int status) {
        if (status == 404 || status == 410) {
            throw new NotFoundException("There is no " + uri + " (HTTP status " + status + ")");
        }
        if (status == 200) {
            throw new RasterException(uri + " is on a server that ignores range requests");
        }
        boolean temporary = status >= 500 || status == 429 || status == 408;
        if (!temporary) {
            throw new RasterException("Could not read " + uri + ": HTTP status " + status);
        }
    }

    private static long total(URI uri, String contentRange) {
        int slash = contentRange.lastIndexOf('/');
        try {
            return Long.parseLong(contentRange.substring(slash + 1).trim());
        } catch (NumberFormatException e) {
            throw new RasterException(uri + " sent no usable Content-Range: '" + contentRange + "'", e);
        }
    }

    /** Seconds of a Retry-After header; its other form, a date, is not worth the trouble. */
    private static long seconds(String retryAfter) {
        return retryAfter.matches("\\d{1,6}") ? Long.parseLong(retryAfter) : 0;
    }
}
