package org.geocrop.composite;

/**
 * Surface reflectance as 16-bit codes: 0 is no data, else {@code code = (reflectance + 0.1) x 20000}, half a step of
 * Sentinel-2's digital numbers. Every product's reflectances up to 3.17 and every median of two of them are exact, and
 * scenes with different offsets can be mixed.
 */
public final class Reflectance {

    /** Codes of a reflectance of 1, less those of 0. */
    public static final float CODES_PER_UNIT = 20_000;

    /** The code of a reflectance of 0. */
    public static final int ZERO = 2_000;

    private static final int MAX_CODE = 0xffff;

    private Reflectance() {}

    /**
     * Turns digital numbers into codes.
     *
     * @param dn digital numbers, 0 for no data
     * @param scale reflectance of one step
     * @param offset reflectance of digital number 0
     * @param codes filled, as long as {@code dn}
     */
    public static void encode(int[] dn, double scale, double offset, char[] codes) {
        double factor = scale * CODES_PER_UNIT;
        double shift = offset * CODES_PER_UNIT + ZERO;
        boolean whole = Math.abs(factor - Math.rint(factor)) < 1e-9 && Math.abs(shift - Math.rint(shift)) < 1e-6;
        if (whole) {
            int step = (int) Math.rint(factor);
            int first = (int) Math.rint(shift);
            for (int i = 0; i < codes.length; i++) {
                codes[i] = dn[i] == 0 ? 0 : (char) Math.min(MAX_CODE, Math.max(1, dn[i] * step + first));
            }
        } else {
            for (int i = 0; i < codes.length; i++) {
                codes[i] = dn[i] == 0 ? 0 : (char) Math.min(MAX_CODE, Math.max(1, Math.rint(dn[i] * factor + shift)));
            }
        }
    }

    /** The code of one number of any type; 0 for NaN and for 0. */
    public static int encode(double dn, double scale, double offset) {
        if (Double.isNaN(dn) || dn == 0) {
            return 0;
        }
        double code = Math.rint(dn * scale * CODES_PER_UNIT + offset * CODES_PER_UNIT + ZERO);
        return (int) Math.min(MAX_CODE, Math.max(1, code));
    }
}
