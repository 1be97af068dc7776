package org.geocrop.store;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;
import org.geocrop.net.Backoff;
import org.geocrop.net.Fetcher;
import org.geocrop.net.Http;
import org.jspecify.annotations.Nullable;

/**
 * Range requests with retries, back-off, a budget for each host, and second requests for the slowest
 * ({@link Fetcher}).
 */
public final class HttpRanges {

    /** The budget of a host unless configured. */
    public static final int DEFAULT_REQUESTS_PER_HOST = Fetcher.DEFAULT_REQUESTS_PER_HOST;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Fetcher fetcher;
    private final LongAdder bytesRead;
    private final Spent spent;

    /** Ranges of any host. */
    public HttpRanges(int requestsPerHost) {
        this(Http.direct(), requestsPerHost);
    }

    /** Ranges of the hosts that a client may reach. */
    public HttpRanges(Http http, int requestsPerHost) {
        this(new Fetcher(http, requestsPerHost), new LongAdder(), new Spent());
    }

    private HttpRanges(Fetcher fetcher, LongAdder bytesRead, Spent spent) {
        this.fetcher = fetcher;
        this.bytesRead = bytesRead;
        this.spent = spent;
    }

    /** The same, with the same budgets, on the account of a run. */
    HttpRanges on(Spent account) {
        return new HttpRanges(fetcher, bytesRead, account);
    }

    /** The client below, for requests that are no range requests. */
    public Http http() {
        return fetcher.http();
    }

    /** Bytes of bodies that were read so far. */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /** Requests that were sent so far. */
    public long requests() {
        return fetcher.sent();
    }

    /** Of those, second ones beside requests that were slow. */
    public long secondRequests() {
        return fetcher.second();
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

    private record Outcome(@Nullable Answer answer, String reason, Duration wish) {}

    private Outcome send(Http.Request request, int length) throws IOException, InterruptedException {
        Fetcher.Fetched fetched = fetcher.fetch(request, length);
        spent.read(fetched.body().length);
        int status = fetched.status();
        if (status == 206) {
            return new Outcome(partial(request.uri(), fetched, length), "", Duration.ZERO);
        }
        refuse(request.uri(), status);
        long wished = fetched.header("Retry-After").map(HttpRanges::seconds).orElse(0L);
        return new Outcome(null, "HTTP status " + status, Duration.ofSeconds(wished));
    }

    private Answer partial(URI uri, Fetcher.Fetched fetched, int length) throws IOException {
        byte[] bytes = fetched.body();
        bytesRead.add(bytes.length);
        long total = total(uri, fetched.header("Content-Range").orElse(""));
        long expected = fetched.header("Content-Length").map(Long::parseLong).orElse((long) bytes.length);
        if (bytes.length < Math.min(expected, length)) {
            throw new IOException("the body ended after " + bytes.length + " of " + expected + " bytes");
        }
        return new Answer(bytes, total, fetched.header("ETag").orElse(""));
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
