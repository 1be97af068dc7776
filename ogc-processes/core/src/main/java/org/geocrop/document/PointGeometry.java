package org.geocrop.document;

import org.geocrop.json.Document;

/** A GeoJSON Point: longitude and latitude in degrees, to seven digits. */
@Document
public record PointGeometry(String type, double[] coordinates) {

    public static PointGeometry of(double lon, double lat) {
        return new PointGeometry("Point", new double[] {round(lon), round(lat)});
    }

    private static double round(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }
}
