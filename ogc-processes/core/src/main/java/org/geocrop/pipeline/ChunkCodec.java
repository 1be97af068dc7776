package org.geocrop.pipeline;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.geocrop.error.RasterException;

/**
 * A block as bytes: the CRC-32 of what follows, then deflated how many wanted pixels have no observation, and the samples of each raster, 8 bits each or, for indices,
 * 16 bits.
 */
final class ChunkCodec {

    private static final int CRC_BYTES = 4;

    private ChunkCodec() {}

    static byte[] pack(BlockResult block, List<String> rasters) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(1 << 18);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater, 1 << 16)) {
            out.write(
                    ByteBuffer.allocate(Integer.BYTES).putInt(block.unobserved).array());
            for (String raster : rasters) {
                out.write(bytes(block.samples(raster), isWide(raster)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        } finally {
            deflater.end();
        }
        byte[] body = packed.toByteArray();
        return ByteBuffer.allocate(CRC_BYTES + body.length)
                .putInt(crc(body, 0))
                .put(body)
                .array();
    }

    static BlockResult unpack(byte[] chunk, int pixels, int classes, List<String> rasters) {
        if (chunk.length < CRC_BYTES || ByteBuffer.wrap(chunk).getInt() != crc(chunk, CRC_BYTES)) {
            throw new RasterException("its bytes are damaged");
        }
        BlockResult block = new BlockResult(pixels, classes, rasters);
        ByteArrayInputStream body = new ByteArrayInputStream(chunk, CRC_BYTES, chunk.length - CRC_BYTES);
        try (InflaterInputStream in = new InflaterInputStream(body)) {
            block.unobserved = new DataInputStream(in).readInt();
            for (String raster : rasters) {
                int[] samples = block.samples(raster);
                boolean wide = isWide(raster);
                byte[] bytes = in.readNBytes(wide ? samples.length * 2 : samples.length);
                read(bytes, wide, samples);
            }
            return block;
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new RasterException("its bytes are damaged", e);
        }
    }

    private static boolean isWide(String raster) {
        return raster.endsWith("_peak");
    }

    private static byte[] bytes(int[] samples, boolean wide) {
        byte[] bytes = new byte[wide ? samples.length * 2 : samples.length];
        for (int i = 0; i < samples.length; i++) {
            if (wide) {
                bytes[2 * i] = (byte) (samples[i] >> 8);
                bytes[2 * i + 1] = (byte) samples[i];
            } else {
                bytes[i] = (byte) samples[i];
            }
        }
        return bytes;
    }

    private static void read(byte[] bytes, boolean wide, int[] samples) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = wide ? bytes[2 * i] << 8 | bytes[2 * i + 1] & 0xff : bytes[i] & 0xff;
        }
    }

    private static int crc(byte[] bytes, int from) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, bytes.length - from);
        return (int) crc.getValue();
    }
}
