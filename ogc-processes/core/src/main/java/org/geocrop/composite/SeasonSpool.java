package org.geocrop.composite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import org.geocrop.error.StoreException;
import org.geocrop.store.TemporaryFile;

/**
 * The composites of many blocks in a temporary file: written step by step, in any order and by any thread, and read
 * block by block. What was not written is a gap and takes no room.
 */
public final class SeasonSpool implements AutoCloseable {

    private static final int BYTES_AT_ONCE = 1 << 17;

    private static final ThreadLocal<ByteBuffer> BUFFERS = ThreadLocal.withInitial(
            () -> ByteBuffer.allocateDirect(BYTES_AT_ONCE).order(ByteOrder.nativeOrder()));

    private final int steps;
    private final int pixels;
    private final FileChannel channel;
    private final boolean[][] written;

    /**
     * Room for blocks.
     *
     * @param steps T, the number of time steps
     * @param blocks number of blocks
     * @param pixels of the largest block
     */
    public SeasonSpool(int steps, int blocks, int pixels) {
        this.steps = steps;
        this.pixels = pixels;
        this.written = new boolean[blocks][steps];
        try {
            this.channel = TemporaryFile.open(".season");
        } catch (IOException e) {
            throw new StoreException("No room for temporary files", e);
        }
    }

    /** Keeps the medians of a block in a step, [band][pixel]; each is written once. */
    public void write(int block, int step, char[][] medians) {
        written[block][step] = true;
        try {
            for (int band = 0; band < medians.length; band++) {
                write(at(block, step, band), medians[band]);
            }
        } catch (IOException e) {
            throw new StoreException("Could not write a temporary file", e);
        }
    }

    /** The season of a block of so many pixels; all of it has been written. */
    public SeasonComposite read(int block, int count) {
        SeasonComposite season = SeasonComposite.empty(steps, count);
        try {
            for (int step = 0; step < steps; step++) {
                for (int band = 0; written[block][step] && band < SeasonComposite.BANDS; band++) {
                    read(at(block, step, band), season.codes()[step][band]);
                }
            }
        } catch (IOException e) {
            throw new StoreException("Could not read a temporary file", e);
        }
        return season;
    }

    private long at(int block, int step, int band) {
        return (((long) block * steps + step) * SeasonComposite.BANDS + band) * pixels * Character.BYTES;
    }

    private void write(long at, char[] codes) throws IOException {
        ByteBuffer buffer = BUFFERS.get();
        for (int from = 0; from < codes.length; from += BYTES_AT_ONCE / Character.BYTES) {
            int count = Math.min(BYTES_AT_ONCE / Character.BYTES, codes.length - from);
            buffer.clear();
            buffer.asCharBuffer().put(codes, from, count);
            buffer.limit(count * Character.BYTES);
            long place = at + (long) from * Character.BYTES;
            while (buffer.hasRemaining()) {
                channel.write(buffer, place + buffer.position());
            }
        }
    }

    private void read(long at, char[] codes) throws IOException {
        ByteBuffer buffer = BUFFERS.get();
        for (int from = 0; from < codes.length; from += BYTES_AT_ONCE / Character.BYTES) {
            int count = Math.min(BYTES_AT_ONCE / Character.BYTES, codes.length - from);
            buffer.clear().limit(count * Character.BYTES);
            long place = at + (long) from * Character.BYTES;
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, place + buffer.position()) < 0) {
                    throw new IOException("A temporary file became shorter");
                }
            }
            buffer.flip();
            buffer.asCharBuffer().get(codes, from, count);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("Could not remove a temporary file", e);
        }
    }
}
