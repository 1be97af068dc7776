package org.geocrop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as bits rot, as programs cut them, and as attackers write numbers: one to eight damages at once. */
final class Mutator {

    private static final int MAX_BYTES = 1 << 20;
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        32767,
        32768,
        65535,
        65536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 31,
        (1L << 31) - 16,
        1 << 24,
        1 << 28
    };
    private static final List<String> TEXTS = List.of(
            "999999999999999999999",
            "-1",
            "0",
            "2147483647",
            "2147483648",
            "1e999",
            "-1e-999",
            "NaN",
            "null",
            "true",
            "{}",
            "[]",
            "[[[[[[[[",
            "}}}}",
            "\"\"",
            "\\u0000",
            "\uD800",
            "\n",
            "\t",
            ",",
            ";",
            "\"",
            "=",
            " ",
            "..",
            "%s",
            "\uFEFF",
            "é");

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** A damaged copy of a file. */
    byte[] damage(byte[] file, List<byte[]> others) {
        byte[] bytes = file.clone();
        int damages = 1 << random.nextInt(4);
        for (int i = 0; i < damages; i++) {
            bytes = once(bytes, others);
        }
        return bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
    }

    private byte[] once(byte[] bytes, List<byte[]> others) {
        if (bytes.length == 0) {
            return others.get(random.nextInt(others.size())).clone();
        }
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(11)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
            case 2, 3 -> number(bytes, at);
            case 4 -> replaced(bytes, at, length(bytes), new byte[0]);
            case 5 -> {
                byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length(bytes)));
                yield replaced(bytes, random.nextInt(bytes.length), 0, piece);
            }
            case 6 -> Arrays.copyOf(bytes, at);
            case 7 -> replaced(bytes, at, 0, text());
            case 8 -> digits(bytes, at);
            case 9 -> {
                byte[] other = others.get(random.nextInt(others.size()));
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                yield replaced(
                        bytes, at, length(bytes), Arrays.copyOfRange(other, from, Math.min(other.length, from + 512)));
            }
            default -> {
                byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)));
                byte[] many = new byte[piece.length * (1 << random.nextInt(12))];
                for (int i = 0; i < many.length; i++) {
                    many[i] = piece[i % piece.length];
                }
                yield replaced(bytes, at, 0, many);
            }
        };
    }

    private int length(byte[] bytes) {
        return 1 + random.nextInt(Math.max(1, Math.min(bytes.length, 1 << random.nextInt(11))));
    }

    private byte[] text() {
        return TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
    }

    /** A number of two, four or eight bytes that is at the edge of something, or near to what it was. */
    private byte[] number(byte[] bytes, int at) {
        ByteBuffer view =
                ByteBuffer.wrap(bytes).order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long value = NUMBERS[random.nextInt(NUMBERS.length)];
        int near = random.nextInt(7) - 3;
        boolean isNear = random.nextInt(3) == 0;
        switch (random.nextInt(3)) {
            case 0 -> {
                if (at + 2 <= bytes.length) {
                    view.putShort(at, (short) (isNear ? view.getShort(at) + near : value));
                }
            }
            case 1 -> {
                if (at + 4 <= bytes.length) {
                    view.putInt(at, (int) (isNear ? view.getInt(at) + near : value));
                }
            }
            default -> {
                if (at + 8 <= bytes.length) {
                    view.putLong(at, isNear ? view.getLong(at) + near : value);
                }
            }
        }
        return bytes;
    }

    /** Digits of a text, from a place on, give way to another text. */
    private byte[] digits(byte[] bytes, int at) {
        int from = at;
        while (from < bytes.length && (bytes[from] < '0' || bytes[from] > '9')) {
            from++;
        }
        int to = from;
        while (to < bytes.length && bytes[to] >= '0' && bytes[to] <= '9') {
            to++;
        }
        return replaced(bytes, from, to - from, text());
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        int end = Math.min(bytes.length, at + length);
        byte[] out = new byte[at + by.length + bytes.length - end];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(by, 0, out, at, by.length);
        System.arraycopy(bytes, end, out, at + by.length, bytes.length - end);
        return out;
    }
}
