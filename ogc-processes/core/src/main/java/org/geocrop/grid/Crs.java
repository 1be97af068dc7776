package org.geocrop.grid;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.measure.Unit;
import org.geocrop.error.InvalidRequestException;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.crs.GeographicCRS;
import org.geotools.api.referencing.operation.MathTransform;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.referencing.CRS;
import tech.units.indriya.unit.Units;

/**
 * Coordinate reference systems by EPSG code, always with the axis order east, north (x, y): longitude comes before
 * latitude in this engine, and only protocol bindings swap.
 */
public final class Crs {

    /** WGS 84 longitude, latitude in degrees (the axis order of OGC's CRS84). */
    public static final int WGS84 = 4326;

    /** Spherical Mercator of web maps, metres. */
    public static final int WEB_MERCATOR = 3857;

    /** Of the WGS 84 ellipsoid's equator, as OGC 17-083r4 (7.1.6) defines scale denominators. */
    public static final double METRES_PER_DEGREE = 6378137 * Math.PI / 180;

    private static final Map<Integer, CoordinateReferenceSystem> DECODED = new ConcurrentHashMap<>();
    private static final Map<Integer, Boolean> NORTH_FIRST = new ConcurrentHashMap<>();

    /** Bounded: requests may name any pair of some thousand codes. */
    private static final Cache<Long, MathTransform> TRANSFORMS =
            Caffeine.newBuilder().maximumSize(500).executor(Runnable::run).build();

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
        MathTransform transform = TRANSFORMS.get(((long) fromEpsg << 32) | toEpsg, key -> find(fromEpsg, toEpsg));
        return (xy, points) -> {
            try {
                transform.transform(xy, 0, xy, 0, points);
            } catch (TransformException e) {
                throw new InvalidRequestException(
                        "A coordinate lies outside the domain of EPSG:" + fromEpsg + " or EPSG:" + toEpsg, e);
            }
        };
    }

    /** Like {@link #transform}, but points outside a projection's domain become NaN. */
    public static PointTransform lenient(int fromEpsg, int toEpsg) {
        PointTransform exact = transform(fromEpsg, toEpsg);
        return (xy, points) -> {
            double[] before = xy.clone();
            try {
                exact.apply(xy, points);
            } catch (InvalidRequestException outside) {
                oneByOne(exact, before, xy, points);
            }
        };
    }

    private static void oneByOne(PointTransform exact, double[] from, double[] to, int points) {
        double[] point = new double[2];
        for (int i = 0; i < 2 * points; i += 2) {
            point[0] = from[i];
            point[1] = from[i + 1];
            try {
                exact.apply(point, 1);
            } catch (InvalidRequestException outside) {
                point[0] = Double.NaN;
                point[1] = Double.NaN;
            }
            to[i] = point[0];
            to[i + 1] = point[1];
        }
    }

    /** Whether the authority writes coordinates north, east. */
    public static boolean isNorthFirst(int epsg) {
        return NORTH_FIRST.computeIfAbsent(epsg, code -> {
            try {
                return CRS.getAxisOrder(CRS.decode("EPSG:" + code)) == CRS.AxisOrder.NORTH_EAST;
            } catch (FactoryException e) {
                throw new InvalidRequestException("The coordinate reference system EPSG:" + code + " is not known", e);
            }
        });
    }

    /** Metres of a unit of the first axis; a degree at the equator where coordinates are degrees. */
    public static double metresPerUnit(int epsg) {
        Unit<?> unit = decode(epsg).getCoordinateSystem().getAxis(0).getUnit();
        if (isGeographic(epsg)) {
            return METRES_PER_DEGREE;
        }
        return unit.isCompatible(Units.METRE)
                ? unit.asType(javax.measure.quantity.Length.class)
                        .getConverterTo(Units.METRE)
                        .convert(1.0)
                : 1;
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
