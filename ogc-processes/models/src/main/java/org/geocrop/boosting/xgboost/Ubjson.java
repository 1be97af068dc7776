package org.geocrop.boosting.xgboost;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Universal Binary JSON (UBJSON draft 12), the format of XGBoost's {@code .ubj} files: objects become maps,
 * arrays lists or, where strongly typed, {@code double[]} or {@code long[]}.
 */
final class Ubjson {

    private static final int MAX_DEPTH = 32;

    private final ByteBuffer in;

    private Ubjson(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    /**
     * Parses a document.
     *
     * @throws IllegalArgumentException if it is not UBJSON, or claims more than its length can hold
     */
    static Object read(byte[] bytes) {
        try {
            Ubjson reader = new Ubjson(bytes);
            return reader.value(reader.marker(), 0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("it ends in the middle of a value", e);
        }
    }

    private char marker() {
        char marker;
        do {
            marker = (char) in.get();
        } while (marker == 'N');
        return marker;
    }

    private Object value(char marker, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("it is nested deeper than " + MAX_DEPTH);
        }
        return switch (marker) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 'S' -> text();
            case 'C' -> String.valueOf((char) in.get());
            case 'T' -> Boolean.TRUE;
            case 'F' -> Boolean.FALSE;
            case 'Z' -> "";
            case 'd' -> (double) in.getFloat();
            case 'D' -> in.getDouble();
            default -> integer(marker);
        };
    }

    private long integer(char marker) {
        return switch (marker) {
            case 'i' -> in.get();
            case 'U' -> Byte.toUnsignedInt(in.get());
            case 'I' -> in.getShort();
            case 'l' -> in.getInt();
            case 'L' -> in.getLong();
            default -> throw new IllegalArgumentException("it has an unknown marker " + (int) marker);
        };
    }

    private String text() {
        byte[] utf8 = new byte[length(integer(marker()), 1)];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        long count = Long.MAX_VALUE;
        char marker = marker();
        if (marker == '#') {
            count = integer(marker());
            marker = count == 0 ? '}' : marker();
        }
        for (long i = 0; i < count && marker != '}'; i++) {
            byte[] name = new byte[length(integer(marker), 1)];
            in.get(name);
            object.put(new String(name, StandardCharsets.UTF_8), value(marker(), depth + 1));
            if (i + 1 < count) {
                marker = marker();
            }
        }
        return object;
    }

    private Object array(int depth) {
        char marker = marker();
        if (marker == '$') {
            char type = marker();
            if (marker() != '#') {
                throw new IllegalArgumentException("it has a typed array without a length");
            }
            return typed(type, integer(marker()));
        }
        List<Object> list = new ArrayList<>();
        if (marker == '#') {
            long count = integer(marker());
            for (long i = 0; i < count; i++) {
                list.add(value(marker(), depth + 1));
            }
            return list;
        }
        while (marker != ']') {
            list.add(value(marker, depth + 1));
            marker = marker();
        }
        return list;
    }

    private Object typed(char type, long count) {
        int n = length(count, type == 'D' || type == 'L' ? 8 : type == 'd' || type == 'l' ? 4 : type == 'I' ? 2 : 1);
        if (type == 'd' || type == 'D') {
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = type == 'd' ? in.getFloat() : in.getDouble();
            }
            return values;
        }
        long[] values = new long[n];
        for (int i = 0; i < n; i++) {
            values[i] = integer(type);
        }
        return values;
    }

    private int length(long count, int unit) {
        if (count < 0 || count > in.remaining() / unit) {
            throw new IllegalArgumentException("it claims " + count + " values in " + in.remaining() + " bytes");
        }
        return (int) count;
    }
}
