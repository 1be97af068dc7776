package org.geocrop.geoserver.reader;

import java.awt.Rectangle;
import java.io.IOException;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geotools.api.geometry.Bounds;
import org.geotools.api.referencing.FactoryException;
import org.geotools.api.referencing.crs.CoordinateReferenceSystem;
import org.geotools.api.referencing.operation.TransformException;
import org.geotools.coverage.grid.GridGeometry2D;
import org.geotools.geometry.jts.ReferencedEnvelope;
import org.geotools.referencing.CRS;
import org.jspecify.annotations.Nullable;

/**
 * A lattice that was asked for.
 *
 * @param crs as it was asked for, with its order of axes
 * @param grid in the same CRS, east first
 */
record Lattice(CoordinateReferenceSystem crs, PixelGrid grid) {

    /** The CRS by which old clients call EPSG:3857. */
    private static final int OLD_MERCATOR = 900913;

    private static final int OVERVIEW = 512;
    /** More pixels than a map of any size that GeoServer lets through by default. */
    private static final long MOST_PIXELS = 1L << 26;

    static Lattice of(GridGeometry2D asked) throws IOException {
        CoordinateReferenceSystem crs = asked.getCoordinateReferenceSystem2D();
        Rectangle size = asked.getGridRange2D();
        Integer epsg = epsg(crs);
        if (epsg != null) {
            return new Lattice(crs, grid(ReferencedEnvelope.reference(asked.getEnvelope2D()), epsg, size));
        }
        try {
            CoordinateReferenceSystem degrees = Crs.decode(Crs.WGS84);
            ReferencedEnvelope box = ReferencedEnvelope.reference(asked.getEnvelope2D());
            return new Lattice(degrees, grid(box.transform(degrees, true), Crs.WGS84, size));
        } catch (TransformException | FactoryException e) {
            throw new IOException("The area can't be told in longitude and latitude", e);
        }
    }

    /** An overview of an area in degrees. */
    static Lattice of(double[] bounds) {
        CoordinateReferenceSystem degrees = Crs.decode(Crs.WGS84);
        double pixel = Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]) / OVERVIEW;
        int width = Math.max(1, (int) Math.ceil((bounds[2] - bounds[0]) / pixel));
        int height = Math.max(1, (int) Math.ceil((bounds[3] - bounds[1]) / pixel));
        return new Lattice(degrees, new PixelGrid(Crs.WGS84, bounds[0], bounds[3], pixel, pixel, width, height));
    }

    private static @Nullable Integer epsg(CoordinateReferenceSystem crs) {
        try {
            Integer code = CRS.lookupEpsgCode(crs, false);
            if (code == null || code == OLD_MERCATOR) {
                return code == null ? null : Integer.valueOf(Crs.WEB_MERCATOR);
            }
            Crs.decode(code);
            return code;
        } catch (FactoryException | InvalidRequestException unknown) {
            return null;
        }
    }

    private static PixelGrid grid(ReferencedEnvelope box, int epsg, Rectangle size) {
        if ((long) size.width * size.height > MOST_PIXELS) {
            throw new InvalidRequestException("The area is read in at most " + MOST_PIXELS + " pixels at once, not "
                    + size.width + " x " + size.height);
        }
        boolean northFirst = MosaicReader.isNorthFirst(box.getCoordinateReferenceSystem());
        double west = northFirst ? box.getMinY() : box.getMinX();
        double east = northFirst ? box.getMaxY() : box.getMaxX();
        double south = northFirst ? box.getMinX() : box.getMinY();
        double north = northFirst ? box.getMaxX() : box.getMaxY();
        return new PixelGrid(
                epsg, west, north, (east - west) / size.width, (north - south) / size.height, size.width, size.height);
    }

    /** Where a lattice lies, in the order of axes of a CRS. */
    static Bounds bounds(PixelGrid grid, CoordinateReferenceSystem crs) {
        return MosaicReader.isNorthFirst(crs)
                ? new ReferencedEnvelope(grid.minY(), grid.originY(), grid.originX(), grid.maxX(), crs)
                : new ReferencedEnvelope(grid.originX(), grid.maxX(), grid.minY(), grid.originY(), crs);
    }
}
