package org.geocrop.grid;

import java.lang.ref.SoftReference;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.geocrop.error.InvalidRequestException;
import org.geotools.referencing.GeodeticCalculator;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygonal;

/**
 * An area of interest: a valid polygon or multi-polygon in WGS 84, longitude before latitude, in degrees.
 *
 * <p>The target grid of a request is made from it: 10 m pixels in the UTM zone of the centre, with an origin that is a
 * multiple of 10 m, so that scenes of that zone are read without resampling.
 */
public final class Aoi {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();
    private static final int CIRCLE_POINTS = 72;
    private static final int MAX_VERTICES = 10_000;
    private static final double MAX_LATITUDE = 80;
    private static final double RESOLUTION = 10;

    private static final LongAdder CHECKED = new LongAdder();
    private static final LongAdder PROJECTED = new LongAdder();

    private final Geometry lonLat;
    /** Most of what is asked is in one CRS. Of many areas, memory has to keep none. */
    private volatile @Nullable SoftReference<Shape> last;

    private record Shape(int epsg, Geometry geometry) {}

    /**
     * What all areas have cost since the process began.
     *
     * @param checked areas that were read and found valid
     * @param projected shapes that were moved into a CRS
     */
    public record Work(long checked, long projected) {}

    private Aoi(Geometry lonLat) {
        this.lonLat = lonLat;
        CHECKED.increment();
    }

    public static Work work() {
        return new Work(CHECKED.sum(), PROJECTED.sum());
    }

    /**
     * A geodesic circle.
     *
     * @param lon degrees east
     * @param lat degrees north
     * @param radius metres along the ellipsoid
     * @throws InvalidRequestException if a number is out of range; a latitude put first is the usual cause
     */
    public static Aoi circle(double lon, double lat, double radius) {
        checkPosition(lon, lat);
        if (!(radius > 0) || radius > 1_000_000) {
            throw new InvalidRequestException(
                    "The radius of an AOI is in metres, above 0 and at most 1000000: " + radius);
        }
        GeodeticCalculator calculator = new GeodeticCalculator();
        Coordinate[] ring = new Coordinate[CIRCLE_POINTS + 1];
        for (int i = 0; i < CIRCLE_POINTS; i++) {
            calculator.setStartingGeographicPoint(lon, lat);
            double azimuth = 360.0 * i / CIRCLE_POINTS;
            calculator.setDirection(azimuth > 180 ? azimuth - 360 : azimuth, radius);
            var point = calculator.getDestinationGeographicPoint();
            ring[i] = new Coordinate(point.getX(), point.getY());
        }
        ring[CIRCLE_POINTS] = ring[0].copy();
        return of(GEOMETRIES.createPolygon(ring));
    }

    public static Aoi bbox(double west, double south, double east, double north) {
        checkPosition(west, south);
        checkPosition(east, north);
        if (west >= east || south >= north) {
            throw new InvalidRequestException(
                    "A bbox is west, south, east, north with west < east and south < north: got "
                            + List.of(west, south, east, north));
        }
        return of(GEOMETRIES.toGeometry(new Envelope(west, east, south, north)));
    }

    /**
     * A polygon or multi-polygon in CRS84.
     *
     * @throws InvalidRequestException if it is no polygon, empty, self-intersecting or out of range
     */
    public static Aoi of(Geometry lonLat) {
        if (!(lonLat instanceof Polygonal) || lonLat.isEmpty()) {
            throw new InvalidRequestException(
                    "An AOI is a Polygon or MultiPolygon with an area: got " + lonLat.getGeometryType());
        }
        if (lonLat.getNumPoints() > MAX_VERTICES) {
            throw new InvalidRequestException("An AOI has at most " + MAX_VERTICES + " vertices");
        }
        for (Coordinate c : lonLat.getCoordinates()) {
            checkPosition(c.x, c.y);
        }
        if (!lonLat.isValid()) {
            throw new InvalidRequestException(
                    "The AOI's polygon is not valid: its rings cross themselves or each other");
        }
        if (lonLat.getEnvelopeInternal().getWidth() > 180) {
            throw new InvalidRequestException("The AOI spans more than half the globe; split it at the antimeridian");
        }
        return new Aoi(lonLat);
    }

    public Geometry geometry() {
        return lonLat.copy();
    }

    /** West, south, east, north in degrees. */
    public double[] bounds() {
        Envelope e = lonLat.getEnvelopeInternal();
        return new double[] {e.getMinX(), e.getMinY(), e.getMaxX(), e.getMaxY()};
    }

    /** The UTM zone of the centre. */
    public int utmZone() {
        Coordinate centre = lonLat.getEnvelopeInternal().centre();
        return Crs.utmZone(centre.x, centre.y);
    }

    public double areaKm2() {
        return shape(utmZone()).getArea() / 1e6;
    }

    /** The 10 m lattice that covers the AOI. */
    public PixelGrid targetGrid() {
        int epsg = utmZone();
        Envelope e = shape(epsg).getEnvelopeInternal();
        double left = Math.floor(e.getMinX() / RESOLUTION) * RESOLUTION;
        double top = Math.ceil(e.getMaxY() / RESOLUTION) * RESOLUTION;
        int width = (int) Math.max(1, Math.ceil((e.getMaxX() - left) / RESOLUTION));
        int height = (int) Math.max(1, Math.ceil((top - e.getMinY()) / RESOLUTION));
        return new PixelGrid(epsg, left, top, RESOLUTION, RESOLUTION, width, height);
    }

    /** A copy of the geometry in another CRS, edges densified so that they stay where they are on the ground. */
    public Geometry projected(int epsg) {
        return shape(epsg).copy();
    }

    private Geometry shape(int epsg) {
        SoftReference<Shape> kept = last;
        Shape known = kept == null ? null : kept.get();
        if (known != null && known.epsg == epsg) {
            return known.geometry;
        }
        Envelope e = lonLat.getEnvelopeInternal();
        double step = Math.max(0.005, Math.max(e.getWidth(), e.getHeight()) / 200);
        Geometry geometry = UtmShape.projected(lonLat, epsg, step);
        PROJECTED.increment();
        last = new SoftReference<>(new Shape(epsg, geometry));
        return geometry;
    }

    /** The polygons of this AOI in a CRS, ready to say which pixels have their centre inside. */
    public PolygonMask mask(int epsg) {
        return PolygonMask.of(projected(epsg));
    }

    private static void checkPosition(double lon, double lat) {
        if (!(Math.abs(lon) <= 180)) {
            throw new InvalidRequestException("Longitude " + lon + " is not within -180 and 180 degrees");
        }
        if (!(Math.abs(lat) <= MAX_LATITUDE)) {
            throw new InvalidRequestException("Latitude " + lat + " is not within -" + MAX_LATITUDE + " and "
                    + MAX_LATITUDE + " degrees; an AOI is longitude first, then latitude");
        }
    }
}
