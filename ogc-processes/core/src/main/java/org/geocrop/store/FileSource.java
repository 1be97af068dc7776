package org.geocrop.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.RasterException;

/**
 * Bytes of a local file. It is opened for each read: hundreds of scenes need no file handles while they wait, and one
 * reader's interrupt does not close the file for the others.
 */
public final class FileSource implements ByteSource {

    private final Path file;
    private final String name;
    private final long size;
    private final String etag;

    private FileSource(Path file, String name, long size, String etag) {
        this.file = file;
        this.name = name;
        this.size = size;
        this.etag = etag;
    }

    /** Looks at a file; {@code name} is what messages call it. */
    public static FileSource open(Path file, String name) {
        try {
            return new FileSource(file, name, Files.size(file), etag(file));
        } catch (NoSuchFileException e) {
            throw new NotFoundException("There is no " + name, e);
        } catch (IOException e) {
            throw new RasterException("Could not open " + name, e);
        }
    }

    static String etag(Path file) throws IOException {
        return Long.toHexString(Files.size(file)) + "-"
                + Long.toHexString(Files.getLastModifiedTime(file).toMillis());
    }

    @Override
    public String name() {
        return name;
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
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new RasterException(name + " became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw new RasterException("Could not read " + name, e);
        }
        return buffer.array();
    }

    @Override
    public void close() {
        // Nothing stays open between reads.
    }
}
