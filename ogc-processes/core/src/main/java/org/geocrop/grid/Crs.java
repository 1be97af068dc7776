package org.geocrop.grid;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.geocrop.error.InvalidRequestException;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.crs.GeographicCRS;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.referencing.CRS;

/**
 * Coordinate reference systems by EPSG code, always with the axis order east, north (x, y): longitude comes before
 * latitude in this engine, and only protocol bindings swap.
 */
public final class Crs {

    /** WGS 84 longitude, latitude in degrees (the axis order of OGC's CRS84). */
    public static final int WGS84 = 4326;

    /** Spherical Mercator of web maps, metres. */
    public static final int WEB_MERCATOR = 3857;

    private static final Map<Integer, CoordinateReferenceSystem> DECODED = new ConcurrentHashMap<>();
    private static final Map<Long, MathTransform> TRANSFORMS = new ConcurrentHashMap<>();

    private Crs() {}

    /** Moves points from one CRS to another. Thread-safe. */
    @FunctionalInterface
    public interface PointTransform {

        /**
         * Transforms points in place.
         *
         * @param xy x and y by turns (east, north)
         * @param points how many pairs
         * @throws InvalidRequestException if a point lies outside the projection's domain
         */
        void apply(double[] xy, int points);

        /** One point: x, y in, a new array of x, y out. */
        default double[] apply(double x, double y) {
            double[] xy = {x, y};
            apply(xy, 1);
            return xy;
        }
    }

    /**
     * The CRS of an EPSG code in east, north order.
     *
     * @throws InvalidRequestException if the code is unknown
     */
    public static CoordinateReferenceSystem decode(int epsg) {
        return DECODED.computeIfAbsent(epsg, code -> {
            try {
                return CRS.decode("EPSG:" + code, true);
            } catch (FactoryException e) {
                throw new InvalidRequestException("The coordinate reference system EPSG:" + code + " is not known", e);
            }
        });
    }

    public static PointTransform transform(int fromEpsg, int toEpsg) {
        if (fromEpsg == toEpsg) {
            return (xy, points) -> {};
        }
        MathTransform transform =
                TRANSFORMS.computeIfAbsent(((long) fromEpsg << 32) | toEpsg, key -> find(fromEpsg, toEpsg));
        return (xy, points) -> {
            try {
                transform.transform(xy, 0, xy, 0, points);
            } catch (TransformException e) {
                throw new InvalidRequestException(
                        "A coordinate lies outside the domain of EPSG:" + fromEpsg + " or EPSG:" + toEpsg, e);
            }
        };
    }

    /**
     * EPSG code of the WGS 84 / UTM zone that holds a point: 326zz north of the equator, 327zz south.
     *
     * @param lon degrees east, -180 to 180
     * @param lat degrees north
     */
    public static int utmZone(double lon, double lat) {
        int zone = Math.min(60, (int) Math.floor((lon + 180) / 6) + 1);
        return (lat < 0 ? 32700 : 32600) + zone;
    }

    /** Whether coordinates are longitude and latitude in degrees. */
    public static boolean isGeographic(int epsg) {
        return decode(epsg) instanceof GeographicCRS;
    }

    /** Whether a code is a WGS 84 / UTM zone. */
    public static boolean isUtm(int epsg) {
        int zone = epsg % 100;
        return (epsg / 100 == 326 || epsg / 100 == 327) && zone >= 1 && zone <= 60;
    }

    private static MathTransform find(int fromEpsg, int toEpsg) {
        try {
            return CRS.findMathTransform(decode(fromEpsg), decode(toEpsg), true);
        } catch (FactoryException e) {
            throw new InvalidRequestException("No transform from EPSG:" + fromEpsg + " to EPSG:" + toEpsg, e);
        }
    }
}
