package org.geocrop.region;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.PixelMask;
import org.geocrop.grid.PolygonMask;
import org.geocrop.grid.UtmShape;
import org.geocrop.grid.UtmZone;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * Tells to which district of a region each pixel of a UTM zone belongs: to the first in which its centre lies, if it lies
 * in the zone. So each pixel of the ground counts once, in one district and in one zone.
 */
public final class DistrictMask implements PixelMask {

    /** Belongs to none. */
    public static final int NONE = -1;

    /** Degrees: about a kilometre. The same for all districts, so that what two of them share gets the same points. */
    private static final double STEP = 0.01;

    private final UtmZone zone;
    private final List<Part> parts = new ArrayList<>();

    private record Part(int district, Envelope bounds, PolygonMask mask) {}

    /** A mask of the districts that reach into a zone. */
    public DistrictMask(RegionShape shape, int epsg) {
        this.zone = new UtmZone(epsg);
        Envelope reach = reach(zone);
        for (int i = 0; i < shape.districts().size(); i++) {
            Geometry lonLat = shape.districts().get(i).lonLat();
            if (lonLat.getEnvelopeInternal().intersects(reach)) {
                Geometry projected = UtmShape.projected(lonLat, epsg, STEP);
                parts.add(new Part(i, projected.getEnvelopeInternal(), PolygonMask.of(projected)));
            }
        }
    }

    private static Envelope reach(UtmZone zone) {
        return zone.isSouth()
                ? new Envelope(zone.west(), zone.east(), -90, 0)
                : new Envelope(zone.west(), zone.east(), 0, 90);
    }

    /** For each pixel, row by row: the number of its district in the region, or {@link #NONE}. */
    public int[] districts(PixelGrid grid) {
        int[] districts = new int[Math.multiplyExact(grid.width(), grid.height())];
        java.util.Arrays.fill(districts, NONE);
        List<Part> near = near(grid);
        if (near.isEmpty()) {
            return districts;
        }
        boolean[] inZone = zone.inside(grid);
        for (Part part : near) {
            boolean[] inside = part.mask.inside(grid);
            for (int i = 0; i < inside.length; i++) {
                if (inside[i] && inZone[i] && districts[i] == NONE) {
                    districts[i] = part.district;
                }
            }
        }
        return districts;
    }

    @Override
    public boolean[] inside(PixelGrid grid) {
        boolean[] inside = new boolean[Math.multiplyExact(grid.width(), grid.height())];
        List<Part> near = near(grid);
        if (near.isEmpty()) {
            return inside;
        }
        for (Part part : near) {
            boolean[] one = part.mask.inside(grid);
            for (int i = 0; i < one.length; i++) {
                inside[i] |= one[i];
            }
        }
        boolean[] inZone = zone.inside(grid);
        for (int i = 0; i < inside.length; i++) {
            inside[i] &= inZone[i];
        }
        return inside;
    }

    private List<Part> near(PixelGrid grid) {
        Envelope bounds = new Envelope(grid.originX(), grid.maxX(), grid.minY(), grid.originY());
        return parts.stream().filter(part -> part.bounds.intersects(bounds)).toList();
    }
}
