package org.geocrop.mask;

/**
 * Which pixels are clear, by Sentinel-2's scene classification (SCL): vegetation (4), not vegetated (5), water (6) and
 * unclassified (7) are; shadow, cloud, cirrus, snow, saturated and no data are not (feature set v1, step 1).
 */
public final class ClearMask {

    private static final int CLEAR_CLASSES = 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7;

    private ClearMask() {}

    /** Whether a value of SCL means clear. */
    public static boolean isClear(int scl) {
        return scl >= 0 && scl < 32 && (CLEAR_CLASSES >>> scl & 1) != 0;
    }

    /** Whether there is a clear pixel among values of SCL. */
    public static boolean anyClear(int[] scl) {
        for (int value : scl) {
            if (isClear(value)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Empties the pixels of a scene that are not clear: those whose SCL says so, and those where any band is 0.
     *
     * @param scl class of each pixel
     * @param bands for each band the samples of each pixel, 0 for none; changed in place: all bands of a pixel that is
     *     not clear become 0
     */
    public static void apply(int[] scl, char[][] bands) {
        // Without branches, band by band, so that the loops are vectorized.
        int[] keep = new int[scl.length];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = isClear(scl[i]) ? -1 : 0;
        }
        for (char[] band : bands) {
            for (int i = 0; i < keep.length; i++) {
                keep[i] &= -band[i] >> 31;
            }
        }
        for (char[] band : bands) {
            for (int i = 0; i < keep.length; i++) {
                band[i] &= (char) keep[i];
            }
        }
    }
}
