package org.geocrop.composite;

/**
 * The season of one block: for each time step, band and pixel the median of the clear reflectances.
 *
 * @param steps T, the number of time steps
 * @param pixels of the block, row by row
 * @param codes [step][band][pixel] as {@link Reflectance} codes, 0 for a gap; bands in the order of
 *     {@code Band.REFLECTANCE} (B02, B03, B04, B05, B08)
 */
public record SeasonComposite(int steps, int pixels, char[][][] codes) {

    public static final int BANDS = 5;

    /** An empty composite: all gaps. */
    public static SeasonComposite empty(int steps, int pixels) {
        return new SeasonComposite(steps, pixels, new char[steps][BANDS][pixels]);
    }
}
