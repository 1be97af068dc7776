package org.geocrop.render;

import java.util.Arrays;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;

/** The values of a raster on another lattice. */
public final class Values {

    private Values() {}

    /**
     * Values of one band in row order, NaN where there are none.
     *
     * @param band from 0
     * @param smooth bilinear, instead of the nearest
     */
    public static double[] read(Cog raster, int band, PixelGrid target, boolean smooth) {
        double[] values = new double[target.width() * target.height()];
        Arrays.fill(values, Double.NaN);
        View.each(raster, target, smooth ? 1 : 0, view -> {
            double[] samples = view.readExact(raster, band);
            Window part = view.part();
            int[] at = new int[part.width()];
            double[] row = new double[part.width()];
            for (int y = 0; y < part.height(); y++) {
                if (smooth) {
                    view.smooth(y, samples, row);
                } else {
                    view.nearest(y, at);
                    for (int x = 0; x < at.length; x++) {
                        row[x] = at[x] < 0 ? Double.NaN : samples[at[x]];
                    }
                }
                System.arraycopy(row, 0, values, (part.row() + y) * target.width() + part.col(), row.length);
            }
        });
        return values;
    }
}
