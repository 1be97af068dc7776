package org.geocrop.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;

/**
 * Bytes of an HTTP resource by range requests, with retries and back-off. The first request reads the head of the
 * resource, which is kept: the headers of a COG come with it. A change of the ETag between two ranges is an error.
 */
public final class HttpSource implements ByteSource {

    private static final int HEAD_BYTES = 32 * 1024;
    private static final int ATTEMPTS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** How many requests may be under way at once, over all sources of this process. */
    private static final Semaphore IN_FLIGHT = new Semaphore(Integer.getInteger("geocrop.http.requests", 32));

    private final HttpClient client;
    private final URI uri;
    private final byte[] head;
    private final long size;
    private final String etag;

    private HttpSource(HttpClient client, URI uri, byte[] head, long size, String etag) {
        this.client = client;
        this.uri = uri;
        this.head = head;
        this.size = size;
        this.etag = etag;
    }

    /**
     * Opens a resource by reading its first bytes.
     *
     * @throws NotFoundException on 404 and 410
     * @throws RasterException if it stays unreachable, or its server knows no ranges
     */
    public static HttpSource open(HttpClient client, URI uri) {
        Answer answer = request(client, uri, 0, HEAD_BYTES);
        return new HttpSource(client, uri, answer.body, answer.total, answer.etag);
    }

    @Override
    public String name() {
        return uri.toString();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String etag() {
        return etag;
    }

    @Override
    public byte[] read(long offset, int length) {
        Ranges.check(this, offset, length);
        if (length == 0) {
            return new byte[0];
        }
        if (offset + length <= head.length) {
            return Arrays.copyOfRange(head, (int) offset, (int) offset + length);
        }
        Answer answer = request(client, uri, offset, length);
        if (!answer.etag.equals(etag)) {
            throw new RasterException(
                    uri + " changed while it was read (ETag " + etag + " became " + answer.etag + ")");
        }
        if (answer.body.length != length) {
            throw new RasterException(uri + " sent " + answer.body.length + " bytes instead of " + length);
        }
        return answer.body;
    }

    @Override
    public void close() {
        // The client belongs to the caller; there is nothing else to let go.
    }

    private record Answer(byte[] body, long total, String etag) {}

    private static Answer request(HttpClient client, URI uri, long offset, int length) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Range", "bytes=" + offset + "-" + (offset + length - 1))
                .build();
        String reason = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            backOff(attempt);
            try {
                IN_FLIGHT.acquire();
                try {
                    HttpResponse<InputStream> response =
                            client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                    try (InputStream body = response.body()) {
                        int status = response.statusCode();
                        if (status == 206) {
                            return partial(uri, response, body, length);
                        }
                        refuse(uri, response, status);
                        reason = "HTTP status " + status;
                    }
                } finally {
                    IN_FLIGHT.release();
                }
            } catch (IOException e) {
                reason = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RasterException("Reading " + uri + " was interrupted", e);
            }
        }
        throw new RasterException("Could not read " + uri + " in " + ATTEMPTS + " attempts: " + reason);
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
    private static void refuse(URI uri, HttpResponse<?> response, int status) {
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

    private static void backOff(int attempt) {
        if (attempt == 0) {
            return;
        }
        try {
            Thread.sleep(100L << (2 * (attempt - 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RasterException("Reading was interrupted", e);
        }
    }
}
