package org.geocrop.maps.layers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.PixelGrid;
import org.geocrop.render.Picture;

/** Pictures and samples as Cloud Optimized GeoTIFFs in memory. */
public final class GeoTiff {

    private GeoTiff() {}

    /** Red, green, blue and, where a pixel is transparent, alpha. */
    public static byte[] picture(Picture picture, PixelGrid grid) {
        int[] argb = picture.argb();
        int[] samples = new int[argb.length * 4];
        for (int i = 0; i < argb.length; i++) {
            samples[4 * i] = argb[i] >> 16 & 255;
            samples[4 * i + 1] = argb[i] >> 8 & 255;
            samples[4 * i + 2] = argb[i] & 255;
            samples[4 * i + 3] = argb[i] >>> 24;
        }
        return write(grid, CogProfile.pictureWithAlpha(), samples);
    }

    /** Samples, the bands of a pixel side by side. */
    public static byte[] write(PixelGrid grid, CogProfile profile, int[] samples) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CogWriter writer = new CogWriter(grid, profile)) {
            writer.write(grid.window(), samples);
            writer.finish(out);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        return out.toByteArray();
    }
}
