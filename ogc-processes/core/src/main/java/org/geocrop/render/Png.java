package org.geocrop.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG (ISO/IEC 15948) of indexed and of RGBA pixels, without filters: fastest for maps of few colours. */
final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int INDEXED = 3;
    private static final int RGBA = 6;

    private Png() {}

    /**
     * Indexed pixels in the fewest bits that hold the palette.
     *
     * @param pixels palette indices, row by row; index 0 is transparent
     * @param colors 0xRRGGBB, at most 256
     */
    static byte[] indexed(byte[] pixels, int width, int height, int[] colors) {
        int bits = colors.length <= 2 ? 1 : colors.length <= 4 ? 2 : colors.length <= 16 ? 4 : 8;
        int rowBytes = (width * bits + 7) / 8;
        byte[] raw = new byte[height * (rowBytes + 1)];
        int perByte = 8 / bits;
        for (int y = 0; y < height; y++) {
            int at = y * (rowBytes + 1) + 1;
            for (int x = 0; x < width; x++) {
                raw[at + x / perByte] |= (byte) ((pixels[y * width + x] & 255) << (8 - bits - x % perByte * bits));
            }
        }
        byte[] palette = new byte[colors.length * 3];
        for (int i = 0; i < colors.length; i++) {
            palette[i * 3] = (byte) (colors[i] >> 16);
            palette[i * 3 + 1] = (byte) (colors[i] >> 8);
            palette[i * 3 + 2] = (byte) colors[i];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length / 4 + 1024);
        begin(out, width, height, bits, INDEXED);
        chunk(out, "PLTE", palette, palette.length);
        chunk(out, "tRNS", new byte[1], 1);
        end(out, raw);
        return out.toByteArray();
    }

    /** Pixels as 0xAARRGGBB, row by row. */
    static byte[] rgba(int[] argb, int width, int height) {
        byte[] raw = new byte[height * (width * 4 + 1)];
        int at = 0;
        for (int y = 0; y < height; y++) {
            raw[at++] = 0;
            for (int x = 0; x < width; x++) {
                int p = argb[y * width + x];
                raw[at++] = (byte) (p >> 16);
                raw[at++] = (byte) (p >> 8);
                raw[at++] = (byte) p;
                raw[at++] = (byte) (p >>> 24);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length / 2 + 1024);
        begin(out, width, height, 8, RGBA);
        end(out, raw);
        return out.toByteArray();
    }

    private static void begin(ByteArrayOutputStream out, int width, int height, int bits, int colorType) {
        out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colorType)
                .array();
        chunk(out, "IHDR", header, header.length);
    }

    private static void end(ByteArrayOutputStream out, byte[] raw) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(raw);
            deflater.finish();
            byte[] packed = new byte[raw.length + raw.length / 1000 + 64];
            int length = deflater.deflate(packed);
            chunk(out, "IDAT", packed, length);
        } finally {
            deflater.end();
        }
        chunk(out, "IEND", new byte[0], 0);
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] body, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(body, 0, length);
        out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        out.writeBytes(name);
        out.write(body, 0, length);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
