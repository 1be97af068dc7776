package org.geocrop.sample;

import java.util.HashMap;
import java.util.Map;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;

/**
 * The ground of one block of 10 m pixels: which stands each pixel holds. A pixel is looked at in four places, so that
 * pixels on the edges of fields are mixed.
 */
final class LandscapeBlock {

    static final int PARTS = 4;

    private final PixelGrid grid;
    private final int[][] standOf;
    private final Stand[] stands;
    private final long[] fieldIds;
    private final float[] texture;
    private final double[] position;

    LandscapeBlock(Landscape landscape, PixelGrid grid, int year, long seed) {
        this.grid = grid;
        int pixels = grid.width() * grid.height();
        this.standOf = new int[PARTS][pixels];
        this.texture = new float[pixels];
        this.position = positions(grid);
        Map<Landscape.Field, Integer> known = new HashMap<>();
        for (int row = 0, i = 0; row < grid.height(); row++) {
            for (int col = 0; col < grid.width(); col++, i++) {
                double e = position[2 * i];
                double n = position[2 * i + 1];
                for (int part = 0; part < PARTS; part++) {
                    Landscape.Field field = landscape.at(e + (part % 2 - 0.5) * 5, n + (part / 2 - 0.5) * 5);
                    standOf[part][i] = known.computeIfAbsent(field, f -> known.size());
                }
                texture[i] = (float) (1 + 0.16 * (Noise.fractal(e / 70, n / 70, seed + 21) - 0.5));
            }
        }
        this.stands = new Stand[known.size()];
        this.fieldIds = new long[known.size()];
        known.forEach((field, index) -> {
            stands[index] = new Stand(field, year, seed);
            fieldIds[index] = field.id();
        });
    }

    /** Easting and northing of each pixel's centre in the landscape's own CRS, whatever that of the scenes is. */
    private static double[] positions(PixelGrid grid) {
        double[] position = new double[grid.width() * grid.height() * 2];
        for (int i = 0; i < position.length / 2; i++) {
            position[2 * i] = grid.centreX(i % grid.width());
            position[2 * i + 1] = grid.centreY(i / grid.width());
        }
        Crs.transform(grid.epsg(), SampleLandscape.DEFAULT_EPSG).apply(position, position.length / 2);
        return position;
    }

    double east(int pixel) {
        return position[2 * pixel];
    }

    double north(int pixel) {
        return position[2 * pixel + 1];
    }

    PixelGrid grid() {
        return grid;
    }

    Stand[] stands() {
        return stands;
    }

    int standOf(int pixel, int part) {
        return standOf[part][pixel];
    }

    float texture(int pixel) {
        return texture[pixel];
    }

    /** The field of a pixel that lies wholly in it, else 0. */
    long pureField(int pixel) {
        int first = standOf[0][pixel];
        for (int part = 1; part < PARTS; part++) {
            if (standOf[part][pixel] != first) {
                return 0;
            }
        }
        return fieldIds[first];
    }

    /** The cover that most of a pixel has, the first of those if there are several. */
    LandCover cover(int pixel) {
        int[] count = new int[LandCover.values().length];
        LandCover best = stands[standOf[0][pixel]].cover();
        for (int part = 0; part < PARTS; part++) {
            LandCover cover = stands[standOf[part][pixel]].cover();
            if (++count[cover.ordinal()] > count[best.ordinal()]) {
                best = cover;
            }
        }
        return best;
    }
}
