package org.geocrop.region;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.FeatureCollection;
import org.geocrop.geojson.GeoJson;
import org.geocrop.json.ForeignJson;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * The ground of a region: its districts, which together are the region. Where two overlap the ground belongs to the first.
 *
 * @param districts one or more, each with a name of its own
 */
public record RegionShape(List<District> districts) {

    /** All districts together. Boundaries of a country with its districts, at 1 : 250 000, have fewer. */
    public static final int MAX_VERTICES = 100_000;

    public static final int MAX_DISTRICTS = 5_000;

    /** The property that names a district where this writes it. */
    static final String NAME = "name";

    /** UTM ends at 84 degrees north and 80 south. */
    private static final double MAX_LATITUDE = 80;

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    /** Properties that name a feature, in the order in which they are looked for where none is given. */
    private static final List<String> NAMES =
            List.of(NAME, "NAME", "Name", "shapeName", "NAME_3", "NAME_2", "NAME_1", "ADM3_EN", "ADM2_EN", "ADM1_EN");

    public RegionShape {
        districts = List.copyOf(districts);
        refuseTooMany(districts);
        Set<String> names = new HashSet<>();
        for (District district : districts) {
            if (!names.add(district.name())) {
                throw new InvalidRequestException("The region has two districts of the name '" + district.name() + "'");
            }
            check(district);
        }
        if (bounds(districts).getWidth() > 180) {
            throw new InvalidRequestException(
                    "The region crosses the antimeridian or spans more than half the globe; make a region of each"
                            + " side");
        }
    }

    /** A box in degrees, as a region of one district. */
    public static RegionShape bbox(String name, double west, double south, double east, double north) {
        if (!(west < east && south < north)) {
            throw new InvalidRequestException("A bbox is west, south, east, north with west < east and south < north; a"
                    + " region does not cross the antimeridian: got " + List.of(west, south, east, north));
        }
        Geometry box = GEOMETRIES.toGeometry(new Envelope(west, east, south, north));
        return new RegionShape(List.of(new District(name, box)));
    }

    /**
     * Reads GeoJSON: a geometry or feature is a region of one district, each feature of a collection a district.
     *
     * @param region names a district without a name of its own, if it is the only one
     * @param nameProperty property that names the features; null for the first of the usual ones that all features have
     * @throws InvalidRequestException naming the feature at fault
     */
    public static RegionShape of(ForeignJson json, String region, @Nullable String nameProperty) {
        if (!json.text("type").equals("FeatureCollection")) {
            return new RegionShape(List.of(new District(region, GeoJson.polygon(json))));
        }
        List<ForeignJson> features = new ArrayList<>();
        json.get("features").forEach(features::add);
        if (features.isEmpty()) {
            throw new InvalidRequestException("The region has no features");
        }
        if (features.size() > MAX_DISTRICTS) {
            throw new LimitExceededException(
                    "The region has " + features.size() + " features; at most " + MAX_DISTRICTS + " are taken");
        }
        String property = nameProperty == null ? nameOf(features) : nameProperty;
        List<District> districts = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            String text = features.get(i).get("properties").text(property).strip();
            if (text.isEmpty() && features.size() > 1) {
                throw InvalidRequestException.at(
                        "features/" + i, "has no name in the property '" + property + "'; name it");
            }
            try {
                districts.add(new District(text.isEmpty() ? region : text, GeoJson.polygon(features.get(i))));
            } catch (InvalidRequestException e) {
                throw e.below("features/" + i);
            }
        }
        return new RegionShape(districts);
    }

    private static String nameOf(List<ForeignJson> features) {
        return NAMES.stream()
                .filter(name -> features.stream()
                        .allMatch(feature -> feature.get("properties").has(name)))
                .findFirst()
                .orElse(NAMES.get(0));
    }

    private static void refuseTooMany(List<District> districts) {
        if (districts.isEmpty()) {
            throw new InvalidRequestException("A region has a district");
        }
        long vertices =
                districts.stream().mapToLong(d -> d.lonLat().getNumPoints()).sum();
        if (vertices > MAX_VERTICES) {
            throw new LimitExceededException("The region has " + vertices + " vertices; at most " + MAX_VERTICES
                    + " are taken: simplify it, keeping what borders have in common, to half a pixel (5 m) first");
        }
    }

    private static void check(District district) {
        Geometry shape = district.lonLat();
        String name = "The district '" + district.name() + "' ";
        if (!(shape instanceof Polygonal) || shape.isEmpty()) {
            throw new InvalidRequestException(name + "is no polygon with an area");
        }
        for (Coordinate c : shape.getCoordinates()) {
            if (!(Math.abs(c.x) <= 180)) {
                throw new InvalidRequestException(name + "crosses the antimeridian: it has the longitude " + c.x);
            }
            if (!(Math.abs(c.y) <= MAX_LATITUDE)) {
                throw new InvalidRequestException(name + "reaches the latitude " + c.y + "; maps end at " + MAX_LATITUDE
                        + " degrees from the equator (positions are longitude first)");
            }
        }
        TopologyValidationError fault = new IsValidOp(shape).getValidationError();
        if (fault != null) {
            Coordinate at = fault.getCoordinate();
            throw new InvalidRequestException(
                    name + "is not valid: " + fault.getMessage() + " at longitude " + at.x + ", latitude " + at.y);
        }
    }

    /** West, south, east, north in degrees. */
    public double[] bounds() {
        Envelope e = bounds(districts);
        return new double[] {e.getMinX(), e.getMinY(), e.getMaxX(), e.getMaxY()};
    }

    private static Envelope bounds(List<District> districts) {
        Envelope all = new Envelope();
        districts.forEach(district -> all.expandToInclude(district.lonLat().getEnvelopeInternal()));
        return all;
    }

    /** As a collection of its districts, in their order. */
    public FeatureCollection toGeoJson() {
        return new FeatureCollection(districts.stream()
                .map(district -> Feature.of(GeoJson.write(district.lonLat()), Map.of(NAME, district.name())))
                .toList());
    }
}
