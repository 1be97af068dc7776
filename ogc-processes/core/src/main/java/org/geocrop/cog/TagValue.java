package org.geocrop.cog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The type, number and bytes of a TIFF tag's values. */
record TagValue(int type, long count, byte[] value) {

    static final int LONG = 4;
    static final int LONG8 = 16;

    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int DOUBLE = 12;

    static TagValue colorMap(int[] palette) {
        int[] values = new int[768];
        for (int i = 0; i < 256; i++) {
            values[i] = (palette[i] >> 16 & 0xff) * 257;
            values[256 + i] = (palette[i] >> 8 & 0xff) * 257;
            values[512 + i] = (palette[i] & 0xff) * 257;
        }
        return shorts(values);
    }

    static TagValue repeated(int value, int times) {
        int[] values = new int[times];
        java.util.Arrays.fill(values, value);
        return shorts(values);
    }

    static TagValue shorts(int... values) {
        ByteBuffer buffer = CogLayout.littleEndian(values.length * 2);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return new TagValue(SHORT, values.length, buffer.array());
    }

    static TagValue longs(int... values) {
        ByteBuffer buffer = CogLayout.littleEndian(values.length * 4);
        for (int value : values) {
            buffer.putInt(value);
        }
        return new TagValue(LONG, values.length, buffer.array());
    }

    static TagValue doubles(double... values) {
        ByteBuffer buffer = CogLayout.littleEndian(values.length * 8);
        for (double value : values) {
            buffer.putDouble(value);
        }
        return new TagValue(DOUBLE, values.length, buffer.array());
    }

    static TagValue ascii(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        return new TagValue(ASCII, bytes.length, bytes);
    }
}
