package org.geocrop.geojson;

/**
 * A geometry as GeoJSON writes it.
 *
 * @param type such as {@code Polygon}
 * @param coordinates positions, longitude first, in lists as deep as the type has them
 */
public record Shape(String type, Object coordinates) {

    public static Shape point(double lon, double lat) {
        return new Shape("Point", new double[] {lon, lat});
    }

    /** A polygon without holes; its ring is closed. */
    public static Shape polygon(double[]... ring) {
        return new Shape("Polygon", new double[][][] {ring});
    }

    /** A box in degrees, as a polygon. */
    public static Shape box(double west, double south, double east, double north) {
        return polygon(new double[][] {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}});
    }
}
