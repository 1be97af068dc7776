package org.geocrop.sample;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.store.TemporaryFile;

/**
 * The ground of a landscape in a temporary file, block by block: it is worked out once, and then read again for each
 * scene, so that scenes are made one after another in the memory of a block. Thread-safe.
 */
final class GroundFile implements AutoCloseable {

    static final int BLOCK = 256;
    private static final int BYTES_A_PIXEL = LandscapeBlock.PARTS * Character.BYTES + Float.BYTES;
    private static final int BYTES_A_FIELD = Long.BYTES + 1;

    private final PixelGrid grid;
    private final List<Window> blocks;
    private final long[] at;
    private final int[] fields;
    private final FileChannel channel;
    private long end;

    GroundFile(PixelGrid grid) {
        this.grid = grid;
        this.blocks = grid.blocks(BLOCK);
        this.at = new long[blocks.size()];
        this.fields = new int[blocks.size()];
        try {
            this.channel = TemporaryFile.open(".ground");
        } catch (IOException e) {
            throw new StoreException("No room for temporary files", e);
        }
    }

    PixelGrid grid() {
        return grid;
    }

    /** The blocks, in an order in which those of a tile come together. */
    List<Window> blocks() {
        return blocks;
    }

    /** Keeps a block by its number; each is written once. */
    void write(int number, LandscapeBlock block) {
        int pixels = block.texture().length;
        ByteBuffer buffer =
                ByteBuffer.allocate(pixels * BYTES_A_PIXEL + block.fields().size() * BYTES_A_FIELD);
        for (char[] part : block.fieldOf()) {
            buffer.asCharBuffer().put(part);
            buffer.position(buffer.position() + pixels * Character.BYTES);
        }
        buffer.asFloatBuffer().put(block.texture());
        buffer.position(buffer.position() + pixels * Float.BYTES);
        block.fields()
                .forEach(field ->
                        buffer.putLong(field.id()).put((byte) field.cover().ordinal()));
        buffer.flip();
        fields[number] = block.fields().size();
        synchronized (this) {
            at[number] = end;
            end += buffer.limit();
        }
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer, at[number] + buffer.position());
            }
        } catch (IOException e) {
            throw new StoreException("Could not write a temporary file", e);
        }
    }

    LandscapeBlock read(int number) {
        Window window = blocks.get(number);
        int pixels = window.size();
        ByteBuffer buffer = ByteBuffer.allocate(pixels * BYTES_A_PIXEL + fields[number] * BYTES_A_FIELD);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, at[number] + buffer.position()) < 0) {
                    throw new IOException("A temporary file became shorter");
                }
            }
        } catch (IOException e) {
            throw new StoreException("Could not read a temporary file", e);
        }
        buffer.flip();
        char[][] fieldOf = new char[LandscapeBlock.PARTS][pixels];
        for (char[] part : fieldOf) {
            buffer.asCharBuffer().get(part);
            buffer.position(buffer.position() + pixels * Character.BYTES);
        }
        float[] texture = new float[pixels];
        buffer.asFloatBuffer().get(texture);
        buffer.position(buffer.position() + pixels * Float.BYTES);
        List<Landscape.Field> known = new ArrayList<>();
        for (int i = 0; i < fields[number]; i++) {
            known.add(new Landscape.Field(buffer.getLong(), LandCover.values()[buffer.get()]));
        }
        return new LandscapeBlock(grid.cut(window), known, fieldOf, texture);
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
