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

    /**
     * Empties the pixels of a scene that are not clear: those whose SCL says so, and those where any band is 0.
     *
     * @param scl class of each pixel
     * @param bands for each band the samples of each pixel, 0 for none; changed in place: all bands of a pixel that is
     *     not clear become 0
     */
    public static void apply(int[] scl, char[][] bands) {
        for (int i = 0; i < scl.length; i++) {
            boolean clear = isClear(scl[i]);
            for (char[] band : bands) {
                clear &= band[i] != 0;
            }
            if (!clear) {
                for (char[] band : bands) {
                    band[i] = 0;
                }
            }
        }
    }
}
