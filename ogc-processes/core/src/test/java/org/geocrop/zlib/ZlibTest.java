package org.geocrop.zlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Java's own streams. */
class ZlibTest {

    private static final int REFUSED = -1;

    /** Half noise, half runs, so that it is packed to about half its size. */
    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        Arrays.fill(bytes, size / 3, size / 3 + size / 2, (byte) 5);
        return bytes;
    }

    private static byte[] packed(byte[] raw, int level) throws IOException {
        return packed(raw, new Deflater(level));
    }

    private static byte[] packed(byte[] raw, Deflater deflater) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
            out.write(raw);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 2_000_000})
    void anySizeGoesThereAndBack(int size) throws Exception {
        byte[] raw = bytes(size);
        try (Deflate deflate = new Deflate(6)) {
            for (int again = 0; again < 2; again++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                deflate.pack(raw, out);
                assertThat(new InflaterInputStream(new ByteArrayInputStream(out.toByteArray())).readAllBytes())
                        .isEqualTo(raw);
            }
        }
        byte[] packed = packed(raw, 6);
        byte[] shifted = new byte[packed.length + 3];
        System.arraycopy(packed, 0, shifted, 3, packed.length);
        byte[] unpacked = new byte[size];
        assertThat(Inflate.unpack(shifted, 3, unpacked)).isEqualTo(size);
        assertThat(unpacked).isEqualTo(raw);
    }

    @Test
    void aStreamThatIsLongerFillsTheArray() throws Exception {
        byte[] raw = bytes(300_000);
        byte[] some = new byte[100_000];
        assertThat(Inflate.unpack(packed(raw, 1), 0, some)).isEqualTo(some.length);
        assertThat(some).isEqualTo(Arrays.copyOf(raw, some.length));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 50_000, 140_000})
    void aStreamThatIsCutGivesWhatItHas(int length) throws Exception {
        byte[] raw = bytes(300_000);
        byte[] unpacked = new byte[raw.length];
        int filled = Inflate.unpack(Arrays.copyOf(packed(raw, 6), length), 0, unpacked);
        assertThat(filled).isLessThan(raw.length);
        assertThat(Arrays.copyOf(unpacked, filled)).isEqualTo(Arrays.copyOf(raw, filled));
    }

    @Test
    void aDamagedStreamIsRefusedAndTheNextIsRead() throws Exception {
        byte[] raw = bytes(300_000);
        byte[] damaged = packed(raw, 6);
        Arrays.fill(damaged, 100_000, 100_100, (byte) 0xff);
        damaged[0] = 0x79;
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> Inflate.unpack(damaged, 0, new byte[raw.length]));
        byte[] unpacked = new byte[raw.length];
        assertThat(Inflate.unpack(packed(raw, 9), 0, unpacked)).isEqualTo(raw.length);
        assertThat(unpacked).isEqualTo(raw);
    }

    /** Sixteen-bit differences, flat or noisy, patterns of any period, noise; of any level and strategy. */
    private static byte[] kind(int kind, Random random) {
        byte[] raw = new byte[random.nextInt(kind == 0 ? 60_000 : 3_000)];
        byte[] period = new byte[1 + random.nextInt(300)];
        random.nextBytes(period);
        for (int i = 0; i + 1 < raw.length; i += 2) {
            int difference = (int) (random.nextGaussian() * (kind % 3 == 0 ? 40 : 2));
            boolean isPattern = kind % 5 == 4;
            raw[i] = isPattern ? period[i % period.length] : (byte) difference;
            raw[i + 1] = isPattern ? period[(i + 1) % period.length] : (byte) (difference >> 8);
        }
        if (kind % 5 == 3) {
            random.nextBytes(raw);
        }
        return raw;
    }

    @Test
    void allThatZlibPacksIsUnpacked() throws Exception {
        Random random = new Random(11);
        for (int run = 0; run < 200; run++) {
            byte[] raw = kind(run % 10, random);
            Deflater deflater = new Deflater(random.nextInt(10));
            deflater.setStrategy(random.nextInt(3));
            byte[] packed = packed(raw, deflater);
            byte[] unpacked = new byte[raw.length];
            assertThat(Inflate.unpack(packed, 0, unpacked)).isEqualTo(raw.length);
            assertThat(unpacked).isEqualTo(raw);
            byte[] some = new byte[random.nextInt(raw.length + 1)];
            assertThat(Inflate.unpack(packed, 0, some)).isEqualTo(some.length);
            assertThat(some).isEqualTo(Arrays.copyOf(raw, some.length));
        }
    }

    /** What zlib says of a stream with a wrong bit is said here: that it is damaged, or the same bytes. */
    @Test
    void damageIsSeenWhereZlibSeesIt() throws Exception {
        Random random = new Random(12);
        int refused = 0;
        for (int run = 0; run < 500; run++) {
            byte[] raw = kind(1 + run % 9, random);
            byte[] packed = packed(raw, 1 + random.nextInt(9));
            packed[random.nextInt(packed.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] expected = new byte[raw.length];
            int count = byZlib(packed, expected);
            byte[] unpacked = new byte[raw.length];
            int own;
            try {
                own = Inflate.unpack(packed, 0, unpacked);
            } catch (DataFormatException e) {
                own = REFUSED;
            }
            assertThat(own).as("run %d", run).isEqualTo(count);
            refused += own == REFUSED ? 1 : 0;
            if (own != REFUSED) {
                assertThat(unpacked).isEqualTo(expected);
            }
        }
        assertThat(refused).isBetween(250, 499);
    }

    private static int byZlib(byte[] packed, byte[] unpacked) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int count = 0;
            int more = 1;
            while (more > 0) {
                more = inflater.inflate(unpacked, count, unpacked.length - count);
                count += more;
            }
            return count;
        } catch (DataFormatException e) {
            return REFUSED;
        } finally {
            inflater.end();
        }
    }
}
