package org.geocrop.grid;

import org.locationtech.jts.densify.Densifier;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;

/** Moves shapes from degrees into projected metres, edges densified so that they stay where they are on the ground. */
public final class UtmShape {

    private UtmShape() {}

    /**
     * A copy in another CRS.
     *
     * @param lonLat in WGS 84, longitude first
     * @param step degrees between points along an edge; an edge of two shapes gets the same points in both
     */
    public static Geometry projected(Geometry lonLat, int epsg, double step) {
        // A ring's first and last position may be one object, which would be transformed twice: copy() parts them.
        Geometry dense = Densifier.densify(lonLat, step).copy();
        Crs.PointTransform transform = Crs.transform(Crs.WGS84, epsg);
        dense.apply((Coordinate c) -> {
            double[] xy = transform.apply(c.x, c.y);
            c.x = xy[0];
            c.y = xy[1];
        });
        dense.geometryChanged();
        return dense;
    }
}
