package org.geocrop.raster;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.jspecify.annotations.Nullable;

/**
 * Which pixels of a raster hold no data: the one rule for whatever reads rasters. A pixel has none
 *
 * <ul>
 *   <li>where its sample is NaN;
 *   <li>where its sample equals the number of GDAL_NODATA, rounded to the sample's type. {@code inf} and {@code nan} are
 *       numbers of floating point; a text that is no number, or a number that the type can't hold, names nothing;
 *   <li>where the internal mask (NewSubfileType 4) is 0. An overview without a mask of its own size takes the next finer
 *       one, at its pixels' centres;
 *   <li>where an alpha band is 0. A band is alpha only by ExtraSamples 1 or 2 (TIFF 6.0, section 18), whatever the
 *       number of bands.
 * </ul>
 *
 * <p>Thread-safe.
 */
public final class NoData {

    /** Stands for no data among whole numbers; no sample of 8 or 16 bits has this value. */
    public static final int NONE = Integer.MIN_VALUE;

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Pattern INFINITE =
            Pattern.compile("([-+]?)(inf(inity)?|1\\.#INF0*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_A_NUMBER =
            Pattern.compile("[-+]?(nan(\\(\\w*\\))?|1\\.#(QNAN|SNAN|IND)0*)", Pattern.CASE_INSENSITIVE);

    /** Columns of a mask that are in memory at once, where it is finer than what is asked for. */
    private static final int MASK_COLUMNS = 1 << 16;

    private final Cog cog;
    private final List<Ifd> masks;
    private final SampleType type;
    private final OptionalDouble value;
    private final int alpha;

    /** The rule for a file, whose internal masks come largest first. */
    NoData(Cog cog, Ifd full, List<Ifd> masks) {
        this.cog = cog;
        this.masks = masks;
        this.type = full.type;
        this.value = value(full.text(Tiff.GDAL_NODATA), type);
        this.alpha = alpha(full);
    }

    /** The sample that means no data, as samples of the type have it; empty where the file names none. */
    public OptionalDouble value() {
        return value;
    }

    /** The band, from 0, that says how opaque the others are; -1 where there is none. */
    public int alphaBand() {
        return alpha;
    }

    /** Whether a sample, by itself, means no data. */
    public boolean is(double sample) {
        return Double.isNaN(sample) || value.isPresent() && value.getAsDouble() == sample;
    }

    /** A number as samples of the type have it: one that someone else calls no data, such as a style. */
    public double inType(double number) {
        return type == SampleType.F32 ? (float) number : number;
    }

    /** Whether the file says in one of the four ways what no data is; NaN can be in every file of floating point. */
    public boolean isNamed() {
        return value.isPresent() || alpha >= 0 || !masks.isEmpty();
    }

    /**
     * Reads a window of one band, NaN where there is no data.
     *
     * @param level 0 is full resolution
     * @param band from 0
     * @param out filled row by row
     */
    public void read(int level, int band, Window window, double[] out) {
        cog.read(level, band, window, out);
        if (value.isPresent() && !Double.isNaN(value.getAsDouble())) {
            double none = value.getAsDouble();
            for (int i = 0; i < window.size(); i++) {
                out[i] = out[i] == none ? Double.NaN : out[i];
            }
        }
        int[] mask = mask(level, window);
        for (int i = 0; mask != null && i < window.size(); i++) {
            out[i] = mask[i] == 0 ? Double.NaN : out[i];
        }
    }

    /**
     * Reads a window of one band as integers, as {@link Cog#read(int, int, Window, int[])} does.
     *
     * @param none stands where there is no data, such as {@link #NONE}
     */
    public void read(int level, int band, Window window, int[] out, int none) {
        if (type.isFloat()) {
            double[] exact = new double[window.size()];
            read(level, band, window, exact);
            for (int i = 0; i < exact.length; i++) {
                out[i] = Double.isNaN(exact[i]) ? none : (int) exact[i];
            }
            return;
        }
        cog.read(level, band, window, out);
        if (value.isPresent()) {
            int missing = (int) (long) value.getAsDouble();
            for (int i = 0; i < window.size(); i++) {
                out[i] = out[i] == missing ? none : out[i];
            }
        }
        int[] mask = mask(level, window);
        for (int i = 0; mask != null && i < window.size(); i++) {
            out[i] = mask[i] == 0 ? none : out[i];
        }
    }

    /** What mask and alpha say of a window: 0 for no data; null where the file has neither. */
    public int @Nullable [] mask(int level, Window window) {
        if (masks.isEmpty() && alpha < 0) {
            return null;
        }
        int[] mask = new int[window.size()];
        Arrays.fill(mask, 1);
        if (!masks.isEmpty()) {
            readMask(cog.grid(level), window, mask);
        }
        if (alpha >= 0) {
            double[] opacity = new double[window.size()];
            cog.read(level, alpha, window, opacity);
            for (int i = 0; i < mask.length; i++) {
                mask[i] = opacity[i] > 0 ? mask[i] : 0;
            }
        }
        return mask;
    }

    private void readMask(PixelGrid image, Window window, int[] out) {
        Ifd mask = maskFor(image);
        if (mask.width == image.width() && mask.height == image.height()) {
            cog.readMask(mask, window, out);
            return;
        }
        double across = (double) mask.width / image.width();
        double down = (double) mask.height / image.height();
        int step = (int) Math.max(1, MASK_COLUMNS / Math.max(1, across) - 1);
        for (int y = 0; y < window.height(); y++) {
            int row = centre(window.row() + y, down, mask.height);
            for (int x = 0; x < window.width(); x += step) {
                int end = Math.min(window.width(), x + step);
                int first = centre(window.col() + x, across, mask.width);
                int last = centre(window.col() + end - 1, across, mask.width);
                int[] samples = new int[last - first + 1];
                cog.readMask(mask, new Window(first, row, samples.length, 1), samples);
                for (int i = x; i < end; i++) {
                    out[y * window.width() + i] = samples[centre(window.col() + i, across, mask.width) - first];
                }
            }
        }
    }

    /** The coarsest mask that is not coarser than the image, else the finest that there is. */
    private Ifd maskFor(PixelGrid image) {
        Ifd found = masks.get(0);
        for (Ifd mask : masks) {
            found = mask.width >= image.width() && mask.height >= image.height() ? mask : found;
        }
        return found;
    }

    private static int centre(int pixel, double scale, int size) {
        return (int) Math.min(size - 1, (pixel + 0.5) * scale);
    }

    private static int alpha(Ifd full) {
        long[] extra = full.numbers(Tiff.EXTRA_SAMPLES);
        for (int i = 0; i < extra.length && extra.length <= full.bands; i++) {
            if (extra[i] == 1 || extra[i] == 2) {
                return full.bands - extra.length + i;
            }
        }
        return -1;
    }

    /** The number of a text in the sample's type. */
    static OptionalDouble value(@Nullable String text, SampleType type) {
        String number = text == null ? "" : text.split("\0", 2)[0].trim().split("\\s+", 2)[0];
        double value;
        if (NUMBER.matcher(number).matches()) {
            value = Double.parseDouble(number);
        } else if (INFINITE.matcher(number).matches()) {
            value = number.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        } else if (NOT_A_NUMBER.matcher(number).matches()) {
            value = Double.NaN;
        } else {
            return OptionalDouble.empty();
        }
        return switch (type) {
            case F64 -> OptionalDouble.of(value);
            case F32 -> OptionalDouble.of((float) value);
            case U8, I8, U16, I16, U32, I32 -> type.holds(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        };
    }
}
