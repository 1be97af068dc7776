package org.geocrop.stac;

import java.util.List;

/** The Sentinel-2 bands that feature set v1 reads. */
public enum Band {
    B02(List.of("blue"), 10),
    B03(List.of("green"), 10),
    B04(List.of("red"), 10),
    B05(List.of("rededge1"), 20),
    B08(List.of("nir"), 10),
    SCL(List.of("scl"), 20);

    /** The five bands of reflectance, in the order in which arrays hold them. */
    public static final List<Band> REFLECTANCE = List.of(B02, B03, B04, B05, B08);

    private final List<String> commonNames;
    private final int resolution;

    Band(List<String> commonNames, int resolution) {
        this.commonNames = commonNames;
        this.resolution = resolution;
    }

    /** Names that catalogues use instead of the band's own, as asset key or as {@code common_name}. */
    public List<String> commonNames() {
        return commonNames;
    }

    /** Metres of a pixel in the product. */
    public int resolution() {
        return resolution;
    }
}
