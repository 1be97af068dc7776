package org.geocrop.maps.tiles;

import java.util.List;
import java.util.Optional;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerView;
import org.jspecify.annotations.Nullable;

/**
 * Where a map lies and how many pixels it has, by the parameters of OGC API Maps (20-058): {@code bbox}, {@code subset} or
 * {@code center}, their CRSs, {@code crs}, {@code width}, {@code height}, {@code scale-denominator} and
 * {@code mm-per-pixel}; what is not given follows from the layers and the others.
 */
record MapExtent(CrsName crs, PixelGrid grid) {

    /** Metres of a degree on the sphere by which OGC's scale denominators are defined (17-083r4, 6.1.2). */
    private static final double METRES_PER_DEGREE = 6378137 * Math.PI / 180;

    private static final String MM = "MM-PER-PIXEL";

    static MapExtent of(Kvp kvp, Subset subset, List<LayerView> views, int defaultSide, MapDrawer drawer) {
        Optional<MapArea> area = MapArea.of(kvp, subset, views);
        double resolution = resolution(kvp);
        CrsName crs = kvp.has("CRS")
                ? CrsName.parse(kvp.get("CRS", ""))
                : area.map(MapArea::named).orElseGet(() -> own(views));
        double unit = Crs.isGeographic(crs.epsg()) ? METRES_PER_DEGREE : 1;
        PixelGrid grid = kvp.has("CENTER")
                ? around(kvp, crs, resolution / unit, layerBounds(crs, views), defaultSide)
                : over(kvp, crs, resolution / unit, area.orElse(null), views, defaultSide);
        drawer.checkSize(grid.width(), grid.height());
        return new MapExtent(crs, grid);
    }

    private static PixelGrid over(
            Kvp kvp, CrsName crs, double resolution, @Nullable MapArea area, List<LayerView> views, int defaultSide) {
        double[] b = area == null ? layerBounds(crs, views) : area.in(crs);
        double[] lonLat = area == null ? views.get(0).layer().bounds() : area.lonLat();
        double shape = (b[2] - b[0]) / (b[3] - b[1]) * stretch(crs, lonLat);
        int width;
        int height;
        if (resolution > 0) {
            if (kvp.has("WIDTH") || kvp.has("HEIGHT")) {
                throw new InvalidRequestException(
                        "`scale-denominator` of an area gives its width and height; give either, not both");
            }
            width = side((b[2] - b[0]) / resolution);
            height = side((b[3] - b[1]) / resolution);
        } else if (kvp.has("WIDTH") && kvp.has("HEIGHT")) {
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
        return new PixelGrid(crs.epsg(), b[0], b[3], (b[2] - b[0]) / width, (b[3] - b[1]) / height, width, height);
    }

    /** Pixels as large as the scale says, or as in a map of the whole layer, around a point. */
    private static PixelGrid around(Kvp kvp, CrsName crs, double resolution, double[] whole, int defaultSide) {
        double[] at = MapArea.center(kvp, crs);
        int width = kvp.has("WIDTH") ? kvp.integer("WIDTH", 1) : defaultSide;
        int height = kvp.has("HEIGHT") ? kvp.integer("HEIGHT", 1) : width;
        double pixel = resolution > 0 ? resolution : Math.max(whole[2] - whole[0], whole[3] - whole[1]) / defaultSide;
        return new PixelGrid(
                crs.epsg(), at[0] - pixel * width / 2, at[1] + pixel * height / 2, pixel, pixel, width, height);
    }

    /** Metres on the ground of a pixel at the scale that is asked for; 0 where none is. */
    private static double resolution(Kvp kvp) {
        double mm = kvp.has(MM) ? positive(kvp, MM) : 0.28;
        return kvp.has("SCALE-DENOMINATOR") ? positive(kvp, "SCALE-DENOMINATOR") * mm / 1000 : 0;
    }

    private static double positive(Kvp kvp, String name) {
        String text = kvp.get(name, "").trim();
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && number < 1e12) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("`" + name.toLowerCase(java.util.Locale.ROOT) + "` must be a number", e);
        }
        throw new InvalidRequestException("`" + name.toLowerCase(java.util.Locale.ROOT) + "` must be above 0");
    }

    private static double[] layerBounds(CrsName crs, List<LayerView> views) {
        return LayerBounds.in(crs.epsg(), views.get(0).layer().bounds())
                .orElseThrow(() -> new InvalidRequestException("`crs` does not reach the layer"));
    }

    private static CrsName own(List<LayerView> views) {
        return CrsName.of(views.get(0).layer().granules().get(0).grid().epsg());
    }

    /** Degrees of longitude are shorter than those of latitude away from the equator. */
    private static double stretch(CrsName crs, double[] lonLat) {
        return Crs.isGeographic(crs.epsg()) ? Math.cos(Math.toRadians((lonLat[1] + lonLat[3]) / 2)) : 1;
    }

    private static int side(double pixels) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(pixels)));
    }
}
