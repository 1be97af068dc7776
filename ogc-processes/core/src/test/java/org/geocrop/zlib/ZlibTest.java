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
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Java's own streams. */
class ZlibTest {

    /** Half noise, half runs, so that it is packed to about half its size. */
    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        Arrays.fill(bytes, size / 3, size / 3 + size / 2, (byte) 5);
        return bytes;
    }

    private static byte[] packed(byte[] raw, int level) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, new Deflater(level))) {
            out.write(raw);
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
}
