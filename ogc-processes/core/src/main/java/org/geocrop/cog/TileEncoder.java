package org.geocrop.cog;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.geocrop.zlib.Deflate;
import org.geocrop.zlib.RowDeflater;

/** Packs tiles: little-endian samples, predictor, deflate in a zlib envelope or a ZSTD frame. One thread at a time. */
final class TileEncoder {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final CogProfile profile;
    private final Deflate deflate;
    private final RowDeflater rows = RowDeflater.thorough();
    private final ZstdCompressor zstd = new ZstdCompressor();
    private final byte[] raw;
    private int[] differences = new int[0];
    private byte[] packed = new byte[0];

    TileEncoder(CogProfile profile) {
        this.profile = profile;
        this.deflate = new Deflate(profile.level());
        this.raw = new byte
                [profile.tileSize()
                        * profile.tileSize()
                        * profile.bands()
                        * profile.type().bytes()];
    }

    byte[] encode(int[] samples) {
        if (profile.predictor() == 2) {
            difference(samples);
            store(differences);
        } else {
            store(samples);
        }
        return switch (profile.compression()) {
            case DEFLATE -> deflate();
            case ZSTD -> zstd();
        };
    }

    private void store(int[] samples) {
        switch (profile.type().bytes()) {
            case 1 -> {
                for (int i = 0; i < samples.length; i++) {
                    raw[i] = (byte) samples[i];
                }
            }
            case 2 -> {
                for (int i = 0; i < samples.length; i++) {
                    SHORTS.set(raw, i * 2, (short) samples[i]);
                }
            }
            default -> {
                for (int i = 0; i < samples.length; i++) {
                    INTS.set(raw, i * 4, samples[i]);
                }
            }
        }
    }

    /** Predictor 2 (TIFF 6.0, section 14): each sample less the same band's of the pixel before, row by row. */
    private void difference(int[] samples) {
        int bands = profile.bands();
        int row = profile.tileSize() * bands;
        if (differences.length < samples.length) {
            differences = new int[samples.length];
        }
        for (int first = 0; first < samples.length; first += row) {
            System.arraycopy(samples, first, differences, first, bands);
            for (int i = first + bands; i < first + row; i++) {
                differences[i] = samples[i] - samples[i - bands];
            }
        }
    }

    private byte[] deflate() {
        if (profile.isOfClasses()) {
            int length = rows.pack(raw, profile.tileSize());
            return Arrays.copyOf(rows.bytes(), length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length / 4 + 1024);
        deflate.pack(raw, out);
        return out.toByteArray();
    }

    private byte[] zstd() {
        int most = zstd.maxCompressedLength(raw.length);
        if (packed.length < most) {
            packed = new byte[most];
        }
        return Arrays.copyOf(packed, zstd.compress(raw, 0, raw.length, packed, 0, packed.length));
    }

    void close() {
        deflate.close();
    }
}
