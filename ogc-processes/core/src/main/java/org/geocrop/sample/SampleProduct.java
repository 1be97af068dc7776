package org.geocrop.sample;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.geocrop.grid.PixelGrid;

/**
 * One item of the sample catalogue: what an archive has of a pass over a tile.
 *
 * @param mgrs name of the tile
 * @param grid the tile's 10 m lattice
 * @param isReprocessed whether it was made anew, by the present baseline, years later
 * @param part of the tile that it shows
 */
record SampleProduct(
        SampleScene scene,
        String mgrs,
        PixelGrid grid,
        Archive archive,
        Baseline baseline,
        boolean isReprocessed,
        Part part) {

    private static final LocalTime FIRST_STRIP = LocalTime.of(7, 56, 21);
    private static final int SECONDS_TO_NEXT_STRIP = 14;
    private static final int REVISIT_DAYS = 5;

    /** By whose naming an item is written. */
    enum Archive {
        DIGITAL_EARTH_AFRICA,
        EARTH_SEARCH,
        PLANETARY_COMPUTER
    }

    /** Processing baselines, before and after digital numbers got an offset. */
    enum Baseline {
        BEFORE_4("03.01"),
        PRESENT("05.10");

        final String number;

        Baseline(String number) {
            this.number = number;
        }
    }

    /** The part of a tile that a product shows, with its outline as shares of columns and rows. */
    enum Part {
        WHOLE(0, 0, 1, 0, 1, 1, 0, 1),
        /** The first of two datastrips that meet within the tile. */
        NORTH(0, 0, 1, 0, 1, 0.6, 0, 0.4),
        SOUTH(0, 0.4, 1, 0.6, 1, 1, 0, 1),
        /** Where the swath begins in the middle of the tile. */
        EAST(0.5, 0, 1, 0, 1, 1, 0.5, 1);

        final double[] outline;

        Part(double... outline) {
            this.outline = outline;
        }

        boolean shows(double col, double row) {
            return switch (this) {
                case WHOLE -> true;
                case NORTH -> row < 0.4 + 0.2 * col;
                case SOUTH -> row >= 0.4 + 0.2 * col;
                case EAST -> col >= 0.5;
            };
        }
    }

    Instant datetime() {
        return scene.day()
                .atTime(part == Part.SOUTH ? FIRST_STRIP.plusSeconds(SECONDS_TO_NEXT_STRIP) : FIRST_STRIP)
                .toInstant(ZoneOffset.UTC);
    }

    /** The letter of the satellite, which take turns. */
    String satellite() {
        return scene.day().toEpochDay() / REVISIT_DAYS % 2 == 0 ? "A" : "B";
    }

    /** Whether digital numbers are 1000 above zero: since baseline 04.00, unless the archive takes that away. */
    boolean hasOffset() {
        return baseline == Baseline.PRESENT && archive != Archive.EARTH_SEARCH;
    }

    /**
     * Digital numbers and SCL of a block, [band][pixel] at 10 m; 0 where the product shows nothing.
     *
     * @param block of the product's tile, its edges even
     */
    int[][] render(LandscapeBlock block) {
        boolean[] shown = shown(block.grid());
        int[][] bands = scene.render(block);
        for (int band = 0; band < bands.length; band++) {
            boolean isReflectance = band < bands.length - 1;
            for (int i = 0; i < shown.length; i++) {
                if (!shown[i]) {
                    bands[band][i] = 0;
                } else if (isReflectance && !hasOffset()) {
                    bands[band][i] = Math.max(1, bands[band][i] - SampleScene.DARK);
                }
            }
        }
        return bands;
    }

    /** Of 2 x 2 pixels all or none. */
    private boolean[] shown(PixelGrid block) {
        int left = (int) Math.round((block.originX() - grid.originX()) / grid.resX());
        int top = (int) Math.round((grid.originY() - block.originY()) / grid.resY());
        boolean[] shown = new boolean[block.width() * block.height()];
        for (int i = 0; i < shown.length; i++) {
            int col = left + i % block.width() & ~1;
            int row = top + i / block.width() & ~1;
            shown[i] = part.shows((double) col / grid.width(), (double) row / grid.height());
        }
        return shown;
    }
}
