package org.geocrop.cog;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Packs tiles: little-endian samples, predictor, deflate in a zlib envelope. One thread at a time. */
final class TileEncoder {

    private final CogProfile profile;
    private final Deflater deflater;
    private final byte[] raw;
    private byte[] packed;

    TileEncoder(CogProfile profile) {
        this.profile = profile;
        this.deflater = new Deflater(profile.level());
        this.raw = new byte
                [profile.tileSize()
                        * profile.tileSize()
                        * profile.bands()
                        * profile.type().bytes()];
        this.packed = new byte[raw.length / 2 + 1024];
    }

    byte[] encode(int[] samples) {
        store(samples);
        if (profile.predictor() == 2) {
            difference();
        }
        return deflate();
    }

    private void store(int[] samples) {
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        switch (profile.type().bytes()) {
            case 1 -> {
                for (int i = 0; i < samples.length; i++) {
                    raw[i] = (byte) samples[i];
                }
            }
            case 2 -> {
                for (int i = 0; i < samples.length; i++) {
                    buffer.putShort(i * 2, (short) samples[i]);
                }
            }
            default -> {
                for (int i = 0; i < samples.length; i++) {
                    buffer.putInt(i * 4, samples[i]);
                }
            }
        }
    }

    private void difference() {
        int bands = profile.bands();
        int row = profile.tileSize() * bands;
        int bytes = profile.type().bytes();
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        for (int first = 0; first < raw.length / bytes; first += row) {
            for (int i = first + row - 1; i >= first + bands; i--) {
                switch (bytes) {
                    case 1 -> raw[i] -= raw[i - bands];
                    case 2 ->
                        buffer.putShort(i * 2, (short) (buffer.getShort(i * 2) - buffer.getShort((i - bands) * 2)));
                    default -> buffer.putInt(i * 4, buffer.getInt(i * 4) - buffer.getInt((i - bands) * 4));
                }
            }
        }
    }

    private byte[] deflate() {
        deflater.reset();
        deflater.setInput(raw);
        deflater.finish();
        int length = 0;
        while (!deflater.finished()) {
            if (length == packed.length) {
                packed = Arrays.copyOf(packed, packed.length * 2);
            }
            length += deflater.deflate(packed, length, packed.length - length);
        }
        return Arrays.copyOf(packed, length);
    }

    void close() {
        deflater.end();
    }
}
