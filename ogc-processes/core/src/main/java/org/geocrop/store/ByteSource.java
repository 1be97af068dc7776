package org.geocrop.store;

/** Random access to immutable bytes. Reads may come from many threads at once. */
public interface ByteSource extends AutoCloseable {

    /** What messages and provenance call it: a path relative to its store, or a URL without credentials. */
    String name();

    /** Length in bytes. */
    long size();

    /** A validator of the content, such as an HTTP ETag; empty where the source has none. */
    String etag();

    /**
     * Reads exactly {@code length} bytes.
     *
     * @throws org.geocrop.error.SourceChangedException if the content is no longer what was opened
     * @throws org.geocrop.error.RasterException if the range lies outside, or the bytes can't be had
     */
    byte[] read(long offset, int length);

    /** Reads several ranges in any order; neighbours are read together. Fails as a single read does. */
    default byte[][] read(long[] offsets, int[] lengths) {
        return Ranges.readMerged(this, offsets, lengths);
    }

    @Override
    void close();
}
