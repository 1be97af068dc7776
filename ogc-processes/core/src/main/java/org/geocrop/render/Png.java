package org.geocrop.render;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.geocrop.zlib.Deflate;
import org.geocrop.zlib.RowDeflater;

/** PNG (ISO/IEC 15948) of indexed and of RGB(A) pixels, without filters: fastest for maps of few colours. */
public final class Png {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int RGB = 2;
    private static final int INDEXED = 3;
    private static final int RGBA = 6;

    /** A deflater holds 256 KiB outside the heap, whose making costs as much as packing a tile. */
    private static final ThreadLocal<Deflate> DEFLATES =
            ThreadLocal.withInitial(() -> new Deflate(Deflater.BEST_SPEED));

    private static final ThreadLocal<RowDeflater> ROWS = ThreadLocal.withInitial(RowDeflater::fast);

    /** More would keep the memory of a large map for each thread. */
    private static final int MAX_KEPT = 1 << 20;

    private Png() {}

    /** A PNG with the fewest bits that hold the picture's colours: 1, 2, 4, 8, 24 or 32. */
    public static byte[] encode(Picture picture) {
        return encode(picture, 0);
    }

    /** A PNG of at most 256 colours. */
    public static byte[] encode8(Picture picture, double dpi) {
        return indexed(Quantizer.quantize(picture), dpi);
    }

    /**
     * A PNG that says how large its pixels are.
     *
     * @param dpi pixels an inch; 0 says nothing
     */
    public static byte[] encode(Picture picture, double dpi) {
        return picture instanceof Picture.Indexed indexed ? indexed(indexed, dpi) : rgba((Picture.Rgba) picture, dpi);
    }

    private static byte[] indexed(Picture.Indexed picture, double dpi) {
        int[] colors = picture.colors();
        int width = picture.width();
        int height = picture.height();
        int bits = colors.length <= 2 ? 1 : colors.length <= 4 ? 2 : colors.length <= 16 ? 4 : 8;
        int rowBytes = (width * bits + 7) / 8;
        byte[] raw = new byte[height * (rowBytes + 1)];
        byte[] pixels = picture.pixels();
        for (int y = 0; y < height; y++) {
            pack(pixels, y * width, width, bits, raw, y * (rowBytes + 1) + 1);
        }
        byte[] palette = new byte[colors.length * 3];
        byte[] alpha = new byte[colors.length];
        int alphas = 0;
        for (int i = 0; i < colors.length; i++) {
            palette[i * 3] = (byte) (colors[i] >> 16);
            palette[i * 3 + 1] = (byte) (colors[i] >> 8);
            palette[i * 3 + 2] = (byte) colors[i];
            alpha[i] = (byte) (colors[i] >>> 24);
            alphas = alpha[i] == -1 ? alphas : i + 1;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length / 4 + 1024);
        begin(out, width, height, bits, INDEXED, dpi);
        chunk(out, "PLTE", palette, palette.length);
        if (alphas > 0) {
            chunk(out, "tRNS", alpha, alphas);
        }
        RowDeflater deflater = raw.length <= MAX_KEPT ? ROWS.get() : RowDeflater.fast();
        int length = deflater.pack(raw, rowBytes + 1);
        chunk(out, "IDAT", deflater.bytes(), length);
        chunk(out, "IEND", new byte[0], 0);
        return out.toByteArray();
    }

    private static void pack(byte[] pixels, int from, int width, int bits, byte[] raw, int at) {
        switch (bits) {
            case 8 -> System.arraycopy(pixels, from, raw, at, width);
            case 4 -> {
                int pairs = width / 2;
                for (int i = 0; i < pairs; i++) {
                    raw[at + i] = (byte) (pixels[from + 2 * i] << 4 | pixels[from + 2 * i + 1]);
                }
                if (width % 2 == 1) {
                    raw[at + pairs] = (byte) (pixels[from + width - 1] << 4);
                }
            }
            default -> {
                int perByte = 8 / bits;
                for (int x = 0; x < width; x++) {
                    raw[at + x / perByte] |= (byte) (pixels[from + x] << (8 - bits - x % perByte * bits));
                }
            }
        }
    }

    private static byte[] rgba(Picture.Rgba picture, double dpi) {
        int[] argb = picture.argb();
        int width = picture.width();
        int height = picture.height();
        int opaque = 0xff000000;
        for (int pixel : argb) {
            opaque &= pixel;
        }
        boolean alpha = opaque != 0xff000000;
        int bytes = alpha ? 4 : 3;
        byte[] raw = new byte[height * (width * bytes + 1)];
        int at = 0;
        for (int y = 0; y < height; y++) {
            raw[at++] = 0;
            for (int x = 0; x < width; x++) {
                int p = argb[y * width + x];
                raw[at++] = (byte) (p >> 16);
                raw[at++] = (byte) (p >> 8);
                raw[at++] = (byte) p;
                if (alpha) {
                    raw[at++] = (byte) (p >>> 24);
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length / 2 + 1024);
        begin(out, width, height, 8, alpha ? RGBA : RGB, dpi);
        end(out, raw);
        return out.toByteArray();
    }

    private static void begin(ByteArrayOutputStream out, int width, int height, int bits, int colorType, double dpi) {
        out.writeBytes(SIGNATURE);
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .put((byte) colorType)
                .array();
        chunk(out, "IHDR", header, header.length);
        if (dpi > 0) {
            int perMetre = (int) Math.round(dpi / 0.0254);
            chunk(
                    out,
                    "pHYs",
                    ByteBuffer.allocate(9)
                            .putInt(perMetre)
                            .putInt(perMetre)
                            .put((byte) 1)
                            .array(),
                    9);
        }
    }

    private static void end(ByteArrayOutputStream out, byte[] raw) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(raw.length / 4 + 1024);
        DEFLATES.get().pack(raw, packed);
        chunk(out, "IDAT", packed.toByteArray(), packed.size());
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
