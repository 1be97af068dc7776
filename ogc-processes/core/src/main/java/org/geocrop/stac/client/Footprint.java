package org.geocrop.stac.client;

import java.util.Arrays;
import org.geocrop.error.CatalogueException;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.GeoJson;
import org.geocrop.json.ForeignJson;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.util.GeometryFixer;

/** The ground of an item: its geometry, or where that is null its bbox of four or six numbers. */
final class Footprint {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    private Footprint() {}

    /** In WGS 84, longitude first; a box across the antimeridian (west above east) is two. */
    static Geometry of(ForeignJson item) {
        ForeignJson geometry = item.get("geometry");
        if (geometry.isAbsent()) {
            return box(item.get("bbox"));
        }
        Geometry polygon;
        try {
            polygon = GeoJson.polygon(geometry);
        } catch (InvalidRequestException e) {
            throw new CatalogueException("it has no usable geometry: " + e.getMessage(), e);
        }
        if (polygon.isEmpty()) {
            throw new CatalogueException("it has an empty geometry");
        }
        for (Coordinate c : polygon.getCoordinates()) {
            requireDegrees(c.x, c.y);
        }
        return polygon.isValid() ? polygon : GeometryFixer.fix(polygon);
    }

    private static Geometry box(ForeignJson bbox) {
        int dimensions = bbox.size() / 2;
        if (!bbox.isList() || (bbox.size() != 4 && bbox.size() != 6)) {
            throw new CatalogueException("it has neither geometry nor bbox");
        }
        double[] edges = {0, 1, dimensions, dimensions + 1};
        double[] box =
                Arrays.stream(edges).map(at -> Numbers.of(bbox.get((int) at))).toArray();
        requireDegrees(box[0], box[1]);
        requireDegrees(box[2], box[3]);
        if (box[0] <= box[2]) {
            return rectangle(box[0], box[2], box[1], box[3]);
        }
        return rectangle(box[0], 180, box[1], box[3]).union(rectangle(-180, box[2], box[1], box[3]));
    }

    private static Geometry rectangle(double west, double east, double south, double north) {
        return GEOMETRIES.toGeometry(new Envelope(west, east, south, north));
    }

    private static void requireDegrees(double longitude, double latitude) {
        if (!(Math.abs(longitude) <= 360 && Math.abs(latitude) <= 90)) {
            throw new CatalogueException(
                    "it lies outside of longitude and latitude: [" + longitude + ", " + latitude + "]");
        }
    }
}
