package org.geocrop.geojson;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** All seven geometry types of GeoJSON (RFC 7946, 3.1), longitude first, to JTS. */
public final class GeoJsonShapes {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    private GeoJsonShapes() {}

    /**
     * A geometry of any type; heights don't matter.
     *
     * @throws InvalidRequestException saying what is wrong with it
     */
    public static Geometry read(ForeignJson json) {
        ForeignJson coordinates = json.get("coordinates");
        return switch (json.text("type")) {
            case "Point" -> GEOMETRIES.createPoint(position(coordinates));
            case "MultiPoint" -> GEOMETRIES.createMultiPointFromCoords(positions(coordinates, 1));
            case "LineString" -> GEOMETRIES.createLineString(positions(coordinates, 2));
            case "MultiLineString" -> {
                List<Geometry> lines = new ArrayList<>();
                coordinates.forEach(line -> lines.add(GEOMETRIES.createLineString(positions(line, 2))));
                yield some(lines);
            }
            case "Polygon", "MultiPolygon" -> GeoJson.polygon(json);
            case "GeometryCollection" -> {
                List<Geometry> members = new ArrayList<>();
                json.get("geometries").forEach(member -> members.add(read(member)));
                yield some(members);
            }
            default -> throw new InvalidRequestException("not a GeoJSON geometry: type is " + json.get("type"));
        };
    }

    /**
     * The area of a bbox of four or six numbers: west, south, east, north in degrees, CRS84. Across the antimeridian west is
     * above east, and the area has two parts.
     *
     * @return null if the numbers are no bbox
     */
    public static @Nullable Geometry box(double[] given) {
        double[] b = given.length == 6 ? new double[] {given[0], given[1], given[3], given[4]} : given;
        if (b.length != 4 || !(Math.abs(b[0]) <= 360) || !(Math.abs(b[2]) <= 360) || !(b[1] <= b[3])) {
            return null;
        }
        if (b[0] <= b[2]) {
            return GEOMETRIES.toGeometry(new Envelope(b[0], b[2], b[1], b[3]));
        }
        return GEOMETRIES
                .toGeometry(new Envelope(b[0], 180, b[1], b[3]))
                .union(GEOMETRIES.toGeometry(new Envelope(-180, b[2], b[1], b[3])));
    }

    private static Geometry some(List<Geometry> members) {
        if (members.isEmpty()) {
            throw new InvalidRequestException("a geometry has no members");
        }
        return GEOMETRIES.createGeometryCollection(members.toArray(new Geometry[0]));
    }

    private static Coordinate[] positions(ForeignJson json, int least) {
        Coordinate[] positions = new Coordinate[json.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position(json.get(i));
        }
        if (positions.length < least) {
            throw new InvalidRequestException("a geometry has " + positions.length + " positions, fewer than " + least);
        }
        return positions;
    }

    private static Coordinate position(ForeignJson json) {
        if (json.size() < 2 || !json.get(0).isNumber() || !json.get(1).isNumber()) {
            throw new InvalidRequestException("a GeoJSON position is [longitude, latitude], not " + json);
        }
        return new Coordinate(json.get(0).number(), json.get(1).number());
    }
}
