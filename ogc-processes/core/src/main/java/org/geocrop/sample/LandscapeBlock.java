package org.geocrop.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;

/**
 * The ground of one block of 10 m pixels: which fields each pixel holds. A pixel is looked at in four places, so that
 * pixels on the edges of fields are mixed.
 *
 * @param fields those of the block
 * @param fieldOf [place][pixel] number of a field
 * @param texture variation of each pixel, near 1
 */
record LandscapeBlock(PixelGrid grid, List<Landscape.Field> fields, char[][] fieldOf, float[] texture) {

    static final int PARTS = 4;

    static LandscapeBlock of(Landscape landscape, PixelGrid grid, long seed) {
        int pixels = grid.width() * grid.height();
        char[][] fieldOf = new char[PARTS][pixels];
        float[] texture = new float[pixels];
        double[] position = new double[2 * pixels];
        for (int i = 0; i < pixels; i++) {
            position[2 * i] = grid.centreX(i % grid.width());
            position[2 * i + 1] = grid.centreY(i / grid.width());
        }
        toLandscape(grid, position);
        Map<Landscape.Field, Integer> known = new HashMap<>();
        List<Landscape.Field> fields = new ArrayList<>();
        for (int i = 0; i < pixels; i++) {
            double e = position[2 * i];
            double n = position[2 * i + 1];
            for (int part = 0; part < PARTS; part++) {
                Landscape.Field field = landscape.at(e + (part % 2 - 0.5) * 5, n + (part / 2 - 0.5) * 5);
                fieldOf[part][i] = (char) (int) known.computeIfAbsent(field, f -> {
                    fields.add(f);
                    return fields.size() - 1;
                });
            }
            texture[i] = (float) (1 + 0.16 * (Noise.fractal(e / 70, n / 70, seed + 21) - 0.5));
        }
        return new LandscapeBlock(grid, List.copyOf(fields), fieldOf, texture);
    }

    /** Turns positions in a grid's CRS into the landscape's own. */
    private static void toLandscape(PixelGrid grid, double[] positions) {
        Crs.transform(grid.epsg(), SampleLandscape.DEFAULT_EPSG).apply(positions, positions.length / 2);
    }

    /** Number of columns of two pixels. */
    int coarseWidth() {
        return (grid.width() + 1) / 2;
    }

    /** Easting and northing in the landscape's own CRS of the first of every 2 x 2 pixels, row by row. */
    double[] coarsePositions() {
        int width = coarseWidth();
        double[] positions = new double[2 * width * ((grid.height() + 1) / 2)];
        for (int i = 0; i < positions.length / 2; i++) {
            positions[2 * i] = grid.centreX(i % width * 2);
            positions[2 * i + 1] = grid.centreY(i / width * 2);
        }
        toLandscape(grid, positions);
        return positions;
    }

    /** The field of a pixel that lies wholly in it, else 0. */
    long pureField(int pixel) {
        char first = fieldOf[0][pixel];
        for (int part = 1; part < PARTS; part++) {
            if (fieldOf[part][pixel] != first) {
                return 0;
            }
        }
        return fields.get(first).id();
    }

    /** The cover that most of a pixel has, the first of those if there are several. */
    LandCover cover(int pixel) {
        int[] count = new int[LandCover.values().length];
        LandCover best = fields.get(fieldOf[0][pixel]).cover();
        for (int part = 0; part < PARTS; part++) {
            LandCover cover = fields.get(fieldOf[part][pixel]).cover();
            if (++count[cover.ordinal()] > count[best.ordinal()]) {
                best = cover;
            }
        }
        return best;
    }
}
