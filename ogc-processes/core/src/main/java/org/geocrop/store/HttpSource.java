package org.geocrop.store;

import java.net.URI;
import java.util.Arrays;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;
import org.geocrop.error.SourceChangedException;

/**
 * Bytes of an HTTP resource by range requests. The first request reads the head of the resource, which is kept: the
 * headers of a COG come with it. A resource that changes between two ranges is an error.
 */
public final class HttpSource implements ByteSource {

    private static final int HEAD_BYTES = 32 * 1024;

    private final HttpRanges ranges;
    private final URI uri;
    private final HttpRanges.Answer head;

    private HttpSource(HttpRanges ranges, URI uri, HttpRanges.Answer head) {
        this.ranges = ranges;
        this.uri = uri;
        this.head = head;
    }

    /**
     * Opens a resource by reading its first bytes.
     *
     * @throws NotFoundException on 404 and 410
     * @throws RasterException if it stays unreachable, or its server knows no ranges
     */
    public static HttpSource open(HttpRanges ranges, URI uri) {
        return new HttpSource(ranges, uri, ranges.get(uri, 0, HEAD_BYTES));
    }

    @Override
    public String name() {
        return uri.toString();
    }

    @Override
    public long size() {
        return head.total();
    }

    @Override
    public String etag() {
        return head.etag();
    }

    @Override
    public byte[] read(long offset, int length) {
        Ranges.check(this, offset, length);
        if (length == 0) {
            return new byte[0];
        }
        if (offset + length <= head.body().length) {
            return Arrays.copyOfRange(head.body(), (int) offset, (int) offset + length);
        }
        HttpRanges.Answer answer = ranges.get(uri, offset, length);
        if (!answer.etag().equals(etag()) || answer.total() != size()) {
            throw new SourceChangedException(
                    uri + " changed while it was read (ETag " + etag() + " and " + size() + " bytes became "
                            + answer.etag() + " and " + answer.total() + ")",
                    null);
        }
        if (answer.body().length != length) {
            throw new RasterException(uri + " sent " + answer.body().length + " bytes instead of " + length);
        }
        return answer.body();
    }

    @Override
    public void close() {
        // The client belongs to all sources; there is nothing else to let go.
    }
}
