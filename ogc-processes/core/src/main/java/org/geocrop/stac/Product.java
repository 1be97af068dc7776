package org.geocrop.stac;

/**
 * Tells the products of one acquisition apart.
 *
 * @param baseline processing baseline such as 5.10, 0 where the item says nothing
 * @param created text that orders products of the same baseline; the later in the alphabet is newer
 * @param platform the satellite's letter such as {@code A}, or empty
 * @param datastrip when the datastrip's sensing began, such as {@code 20200731T081835}, or empty. Products of one
 *     acquisition that differ in it show different ground, whatever their footprints say
 * @param nodata per cent of the tile's pixels without data; NaN where the item says nothing
 */
public record Product(double baseline, String created, String platform, String datastrip, double nodata) {

    /** What is known of an item that says nothing. */
    public static final Product UNKNOWN = new Product(0, "", "", "", Double.NaN);

    boolean isOfAnotherSatellite(Product other) {
        return !platform.isEmpty() && !other.platform.isEmpty() && !platform.equals(other.platform);
    }

    boolean isOfAnotherDatastrip(Product other) {
        return !datastrip.isEmpty() && !other.datastrip.isEmpty() && !datastrip.equals(other.datastrip);
    }
}
