package org.geocrop.store;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;
import org.geocrop.net.Backoff;
import org.geocrop.net.Http;

/**
 * Range requests with retries, back-off and a budget: no host has more than a fixed number of requests of this process
 * to answer at once.
 */
public final class HttpRanges {

    /** The budget of a host unless configured. */
    public static final int DEFAULT_REQUESTS_PER_HOST = 48;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Http http;
    private final LongAdder bytesRead = new LongAdder();
    private final int requestsPerHost;
    private final Map<String, Semaphore> budgets = new ConcurrentHashMap<>();

    /** Ranges of any host. */
    public HttpRanges(int requestsPerHost) {
        this(Http.direct(), requestsPerHost);
    }

    /** Ranges of the hosts that a client may reach. */
    public HttpRanges(Http http, int requestsPerHost) {
        this.http = http;
        this.requestsPerHost = requestsPerHost;
    }

    /** The client below, for requests that are no range requests. */
    public Http http() {
        return http;
    }

    /** Bytes of bodies that were read so far. */
    public long bytesRead() {
        return bytesRead.sum();
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
        Http.Request request =
                new Http.Request(uri, Map.of("Range", "bytes=" + offset + "-" + (offset + length - 1)), null, TIMEOUT);
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
            } catch (Http.RefusedException e) {
                throw new RasterException(uri + " may not be read: " + e.getMessage(), e);
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

    private Outcome send(Http.Request request, int length) throws IOException, InterruptedException {
        URI uri = request.uri();
        Semaphore budget = budgets.computeIfAbsent(
                uri.getScheme() + "://" + uri.getAuthority(), host -> new Semaphore(requestsPerHost));
        budget.acquire();
        try {
            try (Http.Response response = http.send(request)) {
                int status = response.status();
                if (status == 206) {
                    return new Outcome(partial(uri, response, length), "", Duration.ZERO);
                }
                refuse(uri, status);
                long wished =
                        response.header("Retry-After").map(HttpRanges::seconds).orElse(0L);
                return new Outcome(null, "HTTP status " + status, Duration.ofSeconds(wished));
            }
        } finally {
            budget.release();
        }
    }

    private Answer partial(URI uri, Http.Response response, int length) throws IOException {
        byte[] bytes = response.body().readNBytes(length);
        bytesRead.add(bytes.length);
        long total = total(uri, response.header("Content-Range").orElse(""));
        long expected = response.header("Content-Length").map(Long::parseLong).orElse((long) bytes.length);
        if (bytes.length < Math.min(expected, length)) {
            throw new IOException("the body ended after " + bytes.length + " of " + expected + " bytes");
        }
        return new Answer(bytes, total, response.header("ETag").orElse(""));
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
