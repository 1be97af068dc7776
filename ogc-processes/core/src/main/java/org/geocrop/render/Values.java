package org.geocrop.render;

import java.util.Arrays;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;

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
            maskNodata(samples, raster.nodata().orElse(Double.NaN));
            mask(samples, view.readMask(raster));
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

    static void maskNodata(double[] samples, double nodata) {
        if (Double.isNaN(nodata)) {
            return;
        }
        for (int i = 0; i < samples.length; i++) {
            if (samples[i] == nodata) {
                samples[i] = Double.NaN;
            }
        }
    }

    static void mask(double[] samples, int @Nullable [] mask) {
        if (mask == null) {
            return;
        }
        for (int i = 0; i < samples.length; i++) {
            if (mask[i] == 0) {
                samples[i] = Double.NaN;
            }
        }
    }
}
