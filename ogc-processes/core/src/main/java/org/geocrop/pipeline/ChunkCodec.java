package org.geocrop.pipeline;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.geocrop.error.RasterException;
import org.geocrop.zlib.Deflate;
import org.geocrop.zlib.Inflate;

/**
 * A block as bytes: the CRC-32 of what follows, then deflated how many wanted pixels have no observation, and the samples
 * of each raster, 8 bits each or, for indices, 16 bits.
 */
final class ChunkCodec {

    private static final int CRC_BYTES = 4;

    private ChunkCodec() {}

    static byte[] pack(BlockResult block, List<String> rasters) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream(1 << 18);
        raw.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(block.unobserved).array());
        for (String raster : rasters) {
            raw.writeBytes(bytes(block.samples(raster), isWide(raster)));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(1 << 18);
        try (Deflate deflate = new Deflate(Deflater.BEST_SPEED)) {
            deflate.pack(raw.toByteArray(), packed);
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
        int size = Integer.BYTES;
        for (String raster : rasters) {
            size += bytes(block.samples(raster).length, raster);
        }
        byte[] body = new byte[size];
        try {
            if (Inflate.unpack(chunk, CRC_BYTES, body) < size) {
                throw new RasterException("its bytes are damaged");
            }
        } catch (DataFormatException e) {
            throw new RasterException("its bytes are damaged", e);
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        block.unobserved = in.getInt();
        for (String raster : rasters) {
            int[] samples = block.samples(raster);
            byte[] bytes = new byte[bytes(samples.length, raster)];
            in.get(bytes);
            read(bytes, isWide(raster), samples);
        }
        return block;
    }

    private static int bytes(int samples, String raster) {
        return isWide(raster) ? 2 * samples : samples;
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
