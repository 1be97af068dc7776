package org.geocrop.sample;

/**
 * What lies where: a landscape without edges as a function of UTM coordinates (metres). Farm blocks of 480 m are
 * commercial fields, centre pivots, smallholders' strips, woodland, grass or villages, clustered by smooth noise; a
 * river and dams cut through.
 */
final class Landscape {

    /** Metres of a farm block's side. */
    static final double BLOCK = 480;

    /** From which uses on blocks are villages, and from which on smallholders'. */
    private static final double VILLAGES = 0.31;

    private static final double SMALLHOLDERS = 0.34;
    private static final double PIVOT_RADIUS = 215;
    private static final double HEADLAND = 6;

    private final long seed;

    Landscape(long seed) {
        this.seed = seed;
    }

    /**
     * A piece of land with one cover.
     *
     * @param id the same for all of the piece, different from its neighbours
     */
    record Field(long id, LandCover cover) {}

    Field at(double e, double n) {
        double bend = Math.abs(bend(e, n));
        if (bend < 0.0065 || Noise.fractal(e / 2600, n / 2600, seed + 12) > 0.815) {
            return wild(LandCover.WATER, e, n);
        }
        if (bend < 0.013) {
            return wild(LandCover.WOODLAND, e, n);
        }
        long col = (long) Math.floor(e / BLOCK);
        long row = (long) Math.floor(n / BLOCK);
        double x = e - col * BLOCK;
        double y = n - row * BLOCK;
        double use = use(col, row);
        if (use < 0.24) {
            return wild(LandCover.WOODLAND, e, n);
        }
        if (use < VILLAGES) {
            return wild(LandCover.GRASS, e, n);
        }
        if (use < SMALLHOLDERS) {
            return village(col, row, x, y, e, n);
        }
        if (use < 0.58) {
            return smallholders(col, row, x, y, e, n);
        }
        return use < 0.68 ? pivot(col, row, x, y, e, n) : commercial(col, row, x, y, e, n);
    }

    /** On which side of the river a place lies, and how far: 0 in its middle. */
    double bend(double e, double n) {
        return Noise.fractal(e / 5200, n / 5200, seed + 11) - 0.5;
    }

    /** Whether a farm block is a village, where no water runs. */
    boolean isVillage(long col, long row) {
        double use = use(col, row);
        return use >= VILLAGES && use < SMALLHOLDERS;
    }

    private double use(long col, long row) {
        return 0.6 * Noise.smooth(col / 4.0, row / 4.0, seed + 1) + 0.4 * Noise.uniform(col, row, seed + 2);
    }

    private Field village(long col, long row, double x, double y, double e, double n) {
        double core = Noise.fractal(e / 120, n / 120, seed + 5);
        double edge = Math.hypot(x - BLOCK / 2, y - BLOCK / 2) / BLOCK;
        return core - edge * 0.8 > 0.12
                ? new Field(key(col, row, 99), LandCover.BUILT_UP)
                : smallholders(col, row, x, y, e, n);
    }

    private Field smallholders(long col, long row, double x, double y, double e, double n) {
        boolean turned = Noise.uniform(col, row, seed + 3) < 0.5;
        double along = turned ? y : x;
        double across = turned ? x : y;
        int strip = (int) (along / 80);
        int half = (int) (across / 160);
        return crop(col, row, strip * 4 + half + 1, along % 80, across % 160, 80, 160, e, n);
    }

    private Field commercial(long col, long row, double x, double y, double e, double n) {
        boolean whole = Noise.uniform(col, row, seed + 4) < 0.3;
        double width = whole ? BLOCK : BLOCK / 2;
        double height = Noise.uniform(col, row, seed + 6) < 0.4 ? BLOCK : BLOCK / 2;
        int part = (int) (x / width) * 2 + (int) (y / height);
        return crop(col, row, part + 40, x % width, y % height, width, height, e, n);
    }

    private Field pivot(long col, long row, double x, double y, double e, double n) {
        double radius = Math.hypot(x - BLOCK / 2, y - BLOCK / 2);
        if (radius > PIVOT_RADIUS) {
            return wild(LandCover.GRASS, e, n);
        }
        boolean split = Noise.uniform(col, row, seed + 7) < 0.5;
        int part = split && x > BLOCK / 2 ? 61 : 60;
        return new Field(key(col, row, part), cropOf(key(col, row, part)));
    }

    /** A rectangular field with a grassy headland around it. */
    private Field crop(
            long col, long row, int part, double x, double y, double width, double height, double e, double n) {
        if (x < HEADLAND || y < HEADLAND || x > width - HEADLAND / 2 || y > height - HEADLAND / 2) {
            return wild(LandCover.GRASS, e, n);
        }
        long id = key(col, row, part);
        return new Field(id, cropOf(id));
    }

    private LandCover cropOf(long id) {
        double draw = Noise.uniform(id, 0, seed + 8);
        double[] shares = {0.34, 0.13, 0.15, 0.10, 0.08, 0.09, 0.11};
        int choice = 0;
        while (choice < shares.length - 1 && draw >= shares[choice]) {
            draw -= shares[choice++];
        }
        return LandCover.values()[choice];
    }

    /** Land that is not farmed, in patches of 240 m so that stands differ. */
    private Field wild(LandCover cover, double e, double n) {
        return new Field(key((long) Math.floor(e / 240), (long) Math.floor(n / 240), 100 + cover.id()), cover);
    }

    private long key(long col, long row, long part) {
        return Noise.hash(col, row, seed + 1000 + part);
    }
}
