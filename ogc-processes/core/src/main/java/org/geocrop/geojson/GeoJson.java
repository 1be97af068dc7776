package org.geocrop.geojson;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPoint;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

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
    public static Geometry polygon(ForeignJson json) {
        refuseOtherCrs(json.get("crs"));
        return switch (json.text("type")) {
            case "Feature" -> {
                if (!json.get("geometry").isObject()) {
                    throw new InvalidRequestException("A Feature as an AOI has a geometry, which this one has not");
                }
                yield polygon(json.get("geometry"));
            }
            case "GeometryCollection" -> {
                List<Polygon> polygons = new ArrayList<>();
                for (ForeignJson member : list(json, "geometries")) {
                    Geometry geometry = polygon(member);
                    for (int i = 0; i < geometry.getNumGeometries(); i++) {
                        polygons.add((Polygon) geometry.getGeometryN(i));
                    }
                }
                yield GEOMETRIES.createMultiPolygon(polygons.toArray(new Polygon[0]));
            }
            case "FeatureCollection" -> {
                if (json.get("features").size() != 1) {
                    throw new InvalidRequestException("A FeatureCollection as an AOI has exactly one feature, not "
                            + json.get("features").size());
                }
                yield polygon(json.get("features").get(0));
            }
            case "Polygon" -> rings(json.get("coordinates"));
            case "MultiPolygon" -> {
                List<Polygon> polygons = new ArrayList<>();
                list(json, "coordinates").forEach(rings -> polygons.add(rings(rings)));
                yield GEOMETRIES.createMultiPolygon(polygons.toArray(new Polygon[0]));
            }
            default ->
                throw new InvalidRequestException("Not a GeoJSON Polygon or MultiPolygon: type is " + json.get("type"));
        };
    }

    private static ForeignJson list(ForeignJson json, String member) {
        if (!json.get(member).isList()) {
            throw new InvalidRequestException("A GeoJSON " + json.text("type") + " needs " + member + ": a list");
        }
        return json.get(member);
    }

    private static void refuseOtherCrs(ForeignJson crs) {
        String name = crs.get("properties").text("name", crs.text());
        if (!name.isEmpty() && !WGS84.matcher(name).matches()) {
            throw new InvalidRequestException("GeoJSON is in CRS84 (longitude first), and this is in " + name);
        }
    }

    /** Points, a polygon or polygons, to seven digits. */
    public static Shape write(Geometry geometry) {
        if (geometry instanceof Point point) {
            return new Shape("Point", position(point.getCoordinate()));
        }
        if (geometry instanceof MultiPoint points) {
            return new Shape("MultiPoint", positions(points.getCoordinates()));
        }
        if (geometry instanceof Polygon polygon) {
            return new Shape("Polygon", rings(polygon));
        }
        double[][][][] polygons = new double[geometry.getNumGeometries()][][][];
        for (int i = 0; i < polygons.length; i++) {
            polygons[i] = rings((Polygon) geometry.getGeometryN(i));
        }
        return new Shape("MultiPolygon", polygons);
    }

    private static double[][][] rings(Polygon polygon) {
        double[][][] rings = new double[1 + polygon.getNumInteriorRing()][][];
        rings[0] = ring(polygon.getExteriorRing(), true);
        for (int i = 1; i < rings.length; i++) {
            rings[i] = ring(polygon.getInteriorRingN(i - 1), false);
        }
        return rings;
    }

    /** Exterior rings run counterclockwise, holes clockwise (RFC 7946, 3.1.6). */
    private static double[][] ring(LinearRing ring, boolean counterclockwise) {
        LinearRing turned = Orientation.isCCW(ring.getCoordinateSequence()) == counterclockwise ? ring : ring.reverse();
        return positions(turned.getCoordinates());
    }

    private static double[][] positions(Coordinate[] coordinates) {
        return Arrays.stream(coordinates).map(GeoJson::position).toArray(double[][]::new);
    }

    private static double[] position(Coordinate c) {
        return new double[] {round(c.x), round(c.y)};
    }

    private static double round(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }

    private static Polygon rings(ForeignJson rings) {
        if (!rings.isList() || rings.size() == 0) {
            throw new InvalidRequestException("A GeoJSON Polygon needs coordinates: a list of rings");
        }
        LinearRing shell = ring(rings.get(0));
        LinearRing[] holes = new LinearRing[rings.size() - 1];
        for (int i = 0; i < holes.length; i++) {
            holes[i] = ring(rings.get(i + 1));
        }
        return GEOMETRIES.createPolygon(shell, holes);
    }

    private static LinearRing ring(ForeignJson positions) {
        Coordinate[] coordinates = new Coordinate[positions.size()];
        for (int i = 0; i < coordinates.length; i++) {
            ForeignJson position = positions.get(i);
            if (position.size() < 2
                    || !position.get(0).isNumber()
                    || !position.get(1).isNumber()) {
                throw new InvalidRequestException("A GeoJSON position is [longitude, latitude], not " + position);
            }
            coordinates[i] =
                    new Coordinate(position.get(0).number(), position.get(1).number());
        }
        if (coordinates.length < 4 || !coordinates[0].equals2D(coordinates[coordinates.length - 1])) {
            throw new InvalidRequestException("A GeoJSON ring has four or more positions, the last equal to the first");
        }
        return GEOMETRIES.createLinearRing(coordinates);
    }
}
