package org.geocrop.boosting.catboost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A table of a FlatBuffers document: offsets lead to values, and every one of them is checked against the bytes that
 * are there.
 */
final class FlatBuffer {

    private static final int MAX_ELEMENTS = 1 << 27;

    private final ByteBuffer bytes;
    private final int table;

    private FlatBuffer(ByteBuffer bytes, int table) {
        this.bytes = bytes;
        this.table = table;
    }

    /** The root table of a document. */
    static FlatBuffer root(byte[] document) {
        ByteBuffer bytes = ByteBuffer.wrap(document).order(ByteOrder.LITTLE_ENDIAN);
        return new FlatBuffer(bytes, bytes.getInt(0));
    }

    /** Where a field's value is; 0 where it has its default. */
    private int at(int field) {
        int vtable = table - bytes.getInt(table);
        int slot = 4 + 2 * field;
        int size = bytes.getShort(vtable) & 0xffff;
        int offset = slot + 2 <= size ? bytes.getShort(vtable + slot) & 0xffff : 0;
        return offset == 0 ? 0 : table + offset;
    }

    private int follow(int at) {
        return at + bytes.getInt(at);
    }

    int integer(int field, int otherwise) {
        int at = at(field);
        return at == 0 ? otherwise : bytes.getInt(at);
    }

    byte single(int field, byte otherwise) {
        int at = at(field);
        return at == 0 ? otherwise : bytes.get(at);
    }

    double decimal(int field, double otherwise) {
        int at = at(field);
        return at == 0 ? otherwise : bytes.getDouble(at);
    }

    String text(int field) {
        int at = at(field);
        if (at == 0) {
            return "";
        }
        int start = follow(at);
        byte[] text = new byte[length(start, 1)];
        bytes.get(start + 4, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    FlatBuffer child(int field) {
        int at = at(field);
        if (at == 0) {
            throw new IllegalArgumentException("it lacks a part");
        }
        return new FlatBuffer(bytes, follow(at));
    }

    /** Elements of a vector; 0 where there is none. */
    int count(int field) {
        int at = at(field);
        return at == 0 ? 0 : length(follow(at), 1);
    }

    FlatBuffer child(int field, int index) {
        int start = follow(at(field)) + 4 + 4 * index;
        return new FlatBuffer(bytes, follow(start));
    }

    int[] integers(int field) {
        int[] values = new int[count(field)];
        if (values.length > 0) {
            int start = follow(at(field));
            length(start, 4);
            bytes.slice(start + 4, 4 * values.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asIntBuffer()
                    .get(values);
        }
        return values;
    }

    float[] floats(int field) {
        float[] values = new float[count(field)];
        if (values.length > 0) {
            int start = follow(at(field));
            length(start, 4);
            bytes.slice(start + 4, 4 * values.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        }
        return values;
    }

    double[] doubles(int field) {
        double[] values = new double[count(field)];
        if (values.length > 0) {
            int start = follow(at(field));
            length(start, 8);
            bytes.slice(start + 4, 8 * values.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(values);
        }
        return values;
    }

    private int length(int start, int unit) {
        int length = bytes.getInt(start);
        if (length < 0 || length > MAX_ELEMENTS || length > (bytes.capacity() - start - 4) / unit) {
            throw new IllegalArgumentException("it claims " + length + " values that are not there");
        }
        return length;
    }
}
