package org.geocrop.composite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Two areas, one that is read and one that is worked on, and as much again for other files. */
    private static final int SHARES_OF_FREE_SPACE = 4;

    private final int steps;
    private final int pixels;
    private final FileChannel channel;
    private final boolean[][] written;
    private final Runnable onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Room for blocks.
     *
     * @param steps T, the number of time steps
     * @param blocks number of blocks
     * @param pixels of the largest block
     * @param onClose runs once, when the file is gone
     * @throws StoreException if the folder of temporary files has no room for all of it
     */
    public SeasonSpool(int steps, int blocks, int pixels, Runnable onClose) {
        this.steps = steps;
        this.pixels = pixels;
        this.onClose = onClose;
        this.written = new boolean[blocks][steps];
        long bytes = bytes(steps, (long) blocks * pixels);
        long free = free();
        if (free < bytes) {
            throw new StoreException(
                    "The folder of temporary files, " + TemporaryFile.folder() + ", has " + (free >> 20) + " MiB free; "
                            + (bytes >> 20) + " MiB are needed for the composites of a part of the map");
        }
        try {
            this.channel = TemporaryFile.open(".season");
        } catch (IOException e) {
            throw new StoreException("No temporary file could be made in " + TemporaryFile.folder(), e);
        }
    }

    /** Bytes of the composites of so many pixels. */
    public static long bytes(int steps, long pixels) {
        return pixels * steps * SeasonComposite.BANDS * Character.BYTES;
    }

    /** Pixels whose composites have so many bytes. */
    public static long pixelsIn(long bytes, int steps) {
        return bytes / bytes(steps, 1);
    }

    /**
     * Bytes that one spool may have where two are used at a time.
     *
     * @param most bytes of both
     */
    public static long room(long most) {
        return Math.min(most / 2, free() / SHARES_OF_FREE_SPACE);
    }

    private static long free() {
        try {
            return Files.getFileStore(TemporaryFile.folder()).getUsableSpace();
        } catch (IOException e) {
            throw new StoreException("The folder of temporary files, " + TemporaryFile.folder() + ", can't be used", e);
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
            throw new StoreException(
                    "Could not write a temporary file in " + TemporaryFile.folder() + ": " + e.getMessage(), e);
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
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new StoreException("Could not remove a temporary file", e);
        } finally {
            onClose.run();
        }
    }
}
