package org.geocrop.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPoint;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** GeoJSON polygons (RFC 7946, longitude first) to and from JTS. */
public final class GeoJson {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    /** Names of WGS 84, as {@code crs} members have them; positions are longitude first by all of them. */
    private static final Pattern WGS84 = Pattern.compile("(?i).*(CRS:?84|EPSG(/0|:[\\d.]*)?[:/]+4326|CRS84H?|WGS ?84)");

    private GeoJson() {}

    /**
     * A Polygon or MultiPolygon, also as the geometry of a Feature, of a FeatureCollection with one feature, or as the
     * only members of a GeometryCollection. Heights, {@code bbox} and other members don't matter; a {@code crs} of
     * GeoJSON before RFC 7946 has to be WGS 84.
     *
     * @throws InvalidRequestException saying what is wrong with it
     */
    public static Geometry polygon(JsonNode json) {
        refuseOtherCrs(json.path("crs"));
        return switch (json.path("type").asString("")) {
            case "Feature" -> {
                if (!json.path("geometry").isObject()) {
                    throw new InvalidRequestException("A Feature as an AOI has a geometry, which this one has not");
                }
                yield polygon(json.path("geometry"));
            }
            case "GeometryCollection" -> {
                List<Polygon> polygons = new ArrayList<>();
                for (JsonNode member : json.path("geometries")) {
                    Geometry geometry = polygon(member);
                    for (int i = 0; i < geometry.getNumGeometries(); i++) {
                        polygons.add((Polygon) geometry.getGeometryN(i));
                    }
                }
                yield GEOMETRIES.createMultiPolygon(polygons.toArray(new Polygon[0]));
            }
            case "FeatureCollection" -> {
                if (json.path("features").size() != 1) {
                    throw new InvalidRequestException("A FeatureCollection as an AOI has exactly one feature, not "
                            + json.path("features").size());
                }
                yield polygon(json.path("features").path(0));
            }
            case "Polygon" -> rings(json.path("coordinates"));
            case "MultiPolygon" -> {
                List<Polygon> polygons = new ArrayList<>();
                json.path("coordinates").forEach(rings -> polygons.add(rings(rings)));
                yield GEOMETRIES.createMultiPolygon(polygons.toArray(new Polygon[0]));
            }
            default ->
                throw new InvalidRequestException(
                        "Not a GeoJSON Polygon or MultiPolygon: type is " + json.path("type"));
        };
    }

    private static void refuseOtherCrs(JsonNode crs) {
        String name = crs.path("properties").path("name").asString(crs.asString(""));
        if (!name.isEmpty() && !WGS84.matcher(name).matches()) {
            throw new InvalidRequestException("GeoJSON is in CRS84 (longitude first), and this is in " + name);
        }
    }

    /** Points, a polygon or polygons. */
    public static ObjectNode write(Geometry geometry) {
        ObjectNode json = Json.object();
        if (geometry instanceof Point point) {
            json.put("type", "Point");
            json.putArray("coordinates").add(round(point.getX())).add(round(point.getY()));
            return json;
        }
        if (geometry instanceof MultiPoint points) {
            json.put("type", "MultiPoint");
            ArrayNode positions = json.putArray("coordinates");
            for (Coordinate c : points.getCoordinates()) {
                positions.addArray().add(round(c.x)).add(round(c.y));
            }
            return json;
        }
        if (geometry instanceof Polygon polygon) {
            json.put("type", "Polygon");
            json.set("coordinates", rings(polygon));
            return json;
        }
        json.put("type", "MultiPolygon");
        ArrayNode polygons = json.putArray("coordinates");
        for (int i = 0; i < geometry.getNumGeometries(); i++) {
            polygons.add(rings((Polygon) geometry.getGeometryN(i)));
        }
        return json;
    }

    private static ArrayNode rings(Polygon polygon) {
        ArrayNode rings = Json.array();
        rings.add(ring(polygon.getExteriorRing(), true));
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            rings.add(ring(polygon.getInteriorRingN(i), false));
        }
        return rings;
    }

    /** Exterior rings run counterclockwise, holes clockwise (RFC 7946, 3.1.6). */
    private static ArrayNode ring(LinearRing ring, boolean counterclockwise) {
        ArrayNode positions = Json.array();
        LinearRing turned = Orientation.isCCW(ring.getCoordinateSequence()) == counterclockwise ? ring : ring.reverse();
        for (Coordinate c : turned.getCoordinates()) {
            positions.addArray().add(round(c.x)).add(round(c.y));
        }
        return positions;
    }

    private static double round(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }

    private static Polygon rings(JsonNode rings) {
        if (!rings.isArray() || rings.isEmpty()) {
            throw new InvalidRequestException("A GeoJSON Polygon needs coordinates: a list of rings");
        }
        LinearRing shell = ring(rings.path(0));
        LinearRing[] holes = new LinearRing[rings.size() - 1];
        for (int i = 0; i < holes.length; i++) {
            holes[i] = ring(rings.path(i + 1));
        }
        return GEOMETRIES.createPolygon(shell, holes);
    }

    private static LinearRing ring(JsonNode positions) {
        Coordinate[] coordinates = new Coordinate[positions.size()];
        for (int i = 0; i < coordinates.length; i++) {
            JsonNode position = positions.path(i);
            if (position.size() < 2
                    || !position.path(0).isNumber()
                    || !position.path(1).isNumber()) {
                throw new InvalidRequestException("A GeoJSON position is [longitude, latitude], not " + position);
            }
            coordinates[i] =
                    new Coordinate(position.path(0).asDouble(), position.path(1).asDouble());
        }
        if (coordinates.length < 4 || !coordinates[0].equals2D(coordinates[coordinates.length - 1])) {
            throw new InvalidRequestException("A GeoJSON ring has four or more positions, the last equal to the first");
        }
        return GEOMETRIES.createLinearRing(coordinates);
    }
}
