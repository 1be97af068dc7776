package org.geocrop.stac;

import java.util.List;

/** The Sentinel-2 bands that feature set v1 reads. */
public enum Band {
    B02(10, List.of("blue"), 0.490),
    B03(10, List.of("green"), 0.560),
    B04(10, List.of("red"), 0.665),
    B05(20, List.of("rededge1", "rededge071", "red_edge_1", "red-edge-1", "rededge"), 0.704),
    B08(10, List.of("nir", "nir_1"), 0.842),
    SCL(20, List.of("scl", "scene_classification", "scene-classification"), 0);

    /** The five bands of reflectance, in the order in which arrays hold them. */
    public static final List<Band> REFLECTANCE = List.of(B02, B03, B04, B05, B08);

    private final int resolution;
    private final List<String> commonNames;
    private final double wavelength;

    Band(int resolution, List<String> commonNames, double wavelength) {
        this.resolution = resolution;
        this.commonNames = commonNames;
        this.wavelength = wavelength;
    }

    /**
     * Names that catalogues use instead of the band's own, as asset key or as {@code common_name}: those of the STAC
     * electro-optical extension in its versions, and of Digital Earth Africa and Earth Search. In lower case.
     */
    public List<String> commonNames() {
        return commonNames;
    }

    /** Metres of a pixel in the product. */
    public int resolution() {
        return resolution;
    }

    /** Centre in micrometres, as Sentinel-2A has it; 0 for classes. */
    public double wavelength() {
        return wavelength;
    }
}
