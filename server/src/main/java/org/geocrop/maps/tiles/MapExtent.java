package org.geocrop.maps.tiles;

import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.LayerBounds;
import org.geocrop.maps.LayerView;
import org.geocrop.maps.MapDrawer;

/**
 * Where a map lies and how many pixels it has: {@code bbox} with {@code bbox-crs}, {@code crs}, {@code width} and
 * {@code height} of OGC API Maps; what is not given follows from the layers and the others.
 */
record MapExtent(CrsName crs, PixelGrid grid) {

    static MapExtent of(Kvp kvp, List<LayerView> views, int defaultSide, MapDrawer drawer) {
        double[] lonLat = bounds(kvp, views);
        CrsName crs = kvp.has("CRS") ? CrsName.parse(kvp.get("CRS", "")) : own(kvp, views);
        double[] b = crs.epsg() == bboxCrs(kvp).epsg() && kvp.has("BBOX")
                ? bboxCrs(kvp).swap(numbers(kvp))
                : LayerBounds.in(crs.epsg(), lonLat)
                        .orElseThrow(() -> new InvalidRequestException("crs: does not reach the area"));
        if (!(b[2] > b[0]) || !(b[3] > b[1])) {
            throw new InvalidRequestException("bbox: each minimum is below its maximum");
        }
        double shape = (b[2] - b[0]) / (b[3] - b[1]) * stretch(crs, lonLat);
        int width;
        int height;
        if (kvp.has("WIDTH") && kvp.has("HEIGHT")) {
            width = kvp.integer("WIDTH", 1);
            height = kvp.integer("HEIGHT", 1);
        } else if (kvp.has("WIDTH")) {
            width = kvp.integer("WIDTH", 1);
            height = side(width / shape);
        } else if (kvp.has("HEIGHT")) {
            height = kvp.integer("HEIGHT", 1);
            width = side(height * shape);
        } else {
            width = shape >= 1 ? defaultSide : side(defaultSide * shape);
            height = shape >= 1 ? side(defaultSide / shape) : defaultSide;
        }
        drawer.checkSize(width, height);
        return new MapExtent(
                crs,
                new PixelGrid(crs.epsg(), b[0], b[3], (b[2] - b[0]) / width, (b[3] - b[1]) / height, width, height));
    }

    /** Degrees of longitude are shorter than those of latitude away from the equator. */
    private static double stretch(CrsName crs, double[] lonLat) {
        return Crs.isGeographic(crs.epsg()) ? Math.cos(Math.toRadians((lonLat[1] + lonLat[3]) / 2)) : 1;
    }

    private static int side(double pixels) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(pixels)));
    }

    private static CrsName bboxCrs(Kvp kvp) {
        return kvp.has("BBOX-CRS") ? CrsName.parse(kvp.get("BBOX-CRS", "")) : CrsName.CRS84;
    }

    /** The CRS of the box, or else of the layer itself. */
    private static CrsName own(Kvp kvp, List<LayerView> views) {
        if (kvp.has("BBOX-CRS")) {
            return bboxCrs(kvp);
        }
        return CrsName.of(views.get(0).layer().granules().get(0).grid().epsg());
    }

    private static double[] bounds(Kvp kvp, List<LayerView> views) {
        if (!kvp.has("BBOX")) {
            return views.get(0).layer().bounds();
        }
        CrsName crs = bboxCrs(kvp);
        double[] b = crs.swap(numbers(kvp));
        if (crs.epsg() == Crs.WGS84) {
            return b;
        }
        int width = 1;
        if (!(b[2] > b[0]) || !(b[3] > b[1])) {
            throw new InvalidRequestException("bbox: each minimum is below its maximum");
        }
        return new PixelGrid(crs.epsg(), b[0], b[3], b[2] - b[0], b[3] - b[1], width, width).lonLatBounds();
    }

    private static double[] numbers(Kvp kvp) {
        String[] parts = kvp.get("BBOX", "").split(",", -1);
        double[] b = new double[4];
        try {
            for (int i = 0; i < b.length; i++) {
                b[i] = Double.parseDouble(parts[i].trim());
                if (!(Math.abs(b[i]) < 1e12)) {
                    throw new InvalidRequestException("bbox: has a number that is none of a coordinate");
                }
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new InvalidRequestException("bbox: is four numbers", e);
        }
        if (parts.length != b.length) {
            throw new InvalidRequestException("bbox: is four numbers");
        }
        return b;
    }
}
