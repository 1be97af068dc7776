package org.geocrop.zlib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** What the deflater packs, zlib unpacks. */
class RowDeflaterTest {

    private final RowDeflater fast = RowDeflater.fast();
    private final RowDeflater thorough = RowDeflater.thorough();

    /** Packs in both ways, and says how long the thorough one's stream is. */
    private int roundTrip(byte[] raw, int stride) throws DataFormatException {
        roundTrip(fast, raw, stride);
        return roundTrip(thorough, raw, stride);
    }

    private static int roundTrip(RowDeflater deflater, byte[] raw, int stride) throws DataFormatException {
        int length = deflater.pack(raw, stride);
        Inflater inflater = new Inflater();
        inflater.setInput(deflater.bytes(), 0, length);
        byte[] unpacked = new byte[raw.length + 1];
        int count = inflater.inflate(unpacked);
        assertThat(inflater.finished()).isTrue();
        assertThat(inflater.getRemaining()).isZero();
        assertThat(Arrays.copyOf(unpacked, count)).isEqualTo(raw);
        inflater.end();
        return length;
    }

    @Test
    void whatItPacksZlibUnpacks() throws DataFormatException {
        Random random = new Random(5);
        for (int run = 0; run < 400; run++) {
            int stride = 1 + random.nextInt(300);
            byte[] raw = new byte[stride * (1 + random.nextInt(200))];
            int colors = 1 + random.nextInt(run % 3 == 0 ? 256 : 5);
            int sameness = 1 + random.nextInt(60);
            for (int i = 0; i < raw.length; i++) {
                boolean fresh = random.nextInt(sameness) == 0;
                raw[i] = fresh || i < stride ? (byte) random.nextInt(colors) : raw[i - (run % 2 == 0 ? 1 : stride)];
            }
            roundTrip(raw, stride);
        }
    }

    /** Fields with slanted edges and stray pixels, as classifiers leave them. */
    @Test
    void classesAreSmallerThanZlibMakesThem() throws DataFormatException {
        Random random = new Random(3);
        byte[] fields = new byte[32 * 32];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = (byte) (1 + random.nextInt(10));
        }
        byte[] raw = new byte[512 * 512];
        for (int i = 0; i < raw.length; i++) {
            int y = i / 512;
            byte field = fields[y / 16 * 32 + (i % 512 + y / 5) / 23];
            raw[i] = random.nextInt(40) == 0 ? (byte) (1 + random.nextInt(10)) : field;
        }
        Deflater zlib = new Deflater(6);
        zlib.setInput(raw);
        zlib.finish();
        int length = zlib.deflate(new byte[raw.length]);
        zlib.end();
        assertThat(roundTrip(thorough, raw, 512)).isLessThan(length * 95 / 100);
    }

    @Test
    void extremesArePacked() throws DataFormatException {
        roundTrip(new byte[0], 1);
        roundTrip(new byte[] {1}, 1);
        assertThat(roundTrip(new byte[129 * 256], 129)).isLessThan(150);
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        assertThat(roundTrip(noise, 1000)).isLessThan(201_000);
        // A row that is wider than the window.
        roundTrip(new byte[3 * 40_001], 40_001);
    }

    /** Frequencies like Fibonacci's numbers make the deepest trees: codes may have 15 bits at most. */
    @Test
    void codesAreNotTooLong() throws DataFormatException {
        byte[] raw = new byte[700_000];
        int at = 0;
        int a = 1;
        int b = 1;
        for (int symbol = 0; symbol < 26 && at < raw.length; symbol++) {
            for (int i = 0; i < a && at < raw.length; i++) {
                raw[at++] = (byte) (symbol * 9);
            }
            int next = a + b;
            a = b;
            b = next;
        }
        Random random = new Random(2);
        for (int i = at - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            byte swap = raw[i];
            raw[i] = raw[j];
            raw[j] = swap;
        }
        roundTrip(Arrays.copyOf(raw, at), 1 << 20);
    }
}
