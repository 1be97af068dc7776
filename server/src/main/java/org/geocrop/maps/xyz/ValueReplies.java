package org.geocrop.maps.xyz;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.geocrop.catalogue.Results;
import org.geocrop.error.LimitExceededException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.PolygonMask;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.maps.MapReplies;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.model.CropClass;
import org.geocrop.render.Picture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Pictures, arrays and statistics of a layer's values, within the budget of memory. */
@Component
class ValueReplies {

    private static final int MOST_BINS = 1000;

    private final MapDrawer drawer;
    private final MapReplies replies;
    private final Results results;

    ValueReplies(MapDrawer drawer, MapReplies replies, Results results) {
        this.drawer = drawer;
        this.replies = replies;
        this.results = results;
    }

    /** Whether a request is about values, and not about the layer in one of its styles. */
    static boolean wantsValues(Kvp kvp, String extension) {
        return isArray(extension) || ValueQuery.isAsked(kvp);
    }

    private static boolean isArray(String extension) {
        return extension.equals("npy") || extension.equals("tif");
    }

    /** Statistics of each value within an area. */
    Map<String, Object> statistics(LayerView view, Kvp kvp, PixelGrid grid, @Nullable Aoi area) {
        int bins = kvp.has("HISTOGRAM_BINS") ? kvp.integer("HISTOGRAM_BINS", 1) : 10;
        if (bins > MOST_BINS) {
            throw new LimitExceededException("A histogram has at most " + MOST_BINS + " bins");
        }
        boolean categorical =
                kvp.get("CATEGORICAL", "" + view.layer().isOfClasses()).equalsIgnoreCase("true");
        Map<Integer, CropClass> classes = new LinkedHashMap<>();
        view.layer().classes().forEach(c -> classes.put(c.id(), c));
        return values(view, kvp, grid, area, values -> {
            Map<String, Object> statistics = new LinkedHashMap<>();
            values.forEach((band, pixels) -> statistics.put(
                    band,
                    categorical ? ValueStatistics.categorical(pixels, classes) : ValueStatistics.of(pixels, bins)));
            return statistics;
        });
    }

    /**
     * A picture or array of an area.
     *
     * @param area that is kept; null for all of the grid
     * @param extension png, png8, jpg, npy or tif
     */
    ResponseEntity<byte[]> image(
            HttpServletRequest http, LayerView view, Kvp kvp, PixelGrid grid, @Nullable Aoi area, String extension) {
        boolean raw = isArray(extension);
        ImageFormat format = ImageFormat.of(raw ? "png" : extension).orElseThrow();
        if (!raw && area == null && !ValueQuery.isAsked(kvp)) {
            return replies.picture(http, List.of(view), grid, MapReplies.Form.transparent(format));
        }
        byte[] body = !raw && !ValueQuery.isAsked(kvp)
                ? drawer.draw(List.of(view), grid, picture -> format.encode(cut(picture, grid, area), grid, 0))
                : values(view, kvp, grid, area, values -> switch (extension) {
                    case "npy" -> ValueImage.npy(values, grid.width(), grid.height());
                    case "tif" -> FloatTiff.write(List.copyOf(values.values()), grid);
                    default ->
                        format.encode(
                                ValueImage.picture(values, grid.width(), grid.height(), kvp, view.layer()), grid, 0);
                });
        String type = switch (extension) {
            case "npy" -> "application/x-npy";
            case "tif" -> "image/tiff; application=geotiff";
            default -> format.contentType();
        };
        return ResponseEntity.ok()
                .header("Content-Type", type)
                .header("Cache-Control", "no-cache")
                .body(body);
    }

    /** Values of a request within an area, in the budget of memory. */
    private <T> T values(
            LayerView view, Kvp kvp, PixelGrid grid, @Nullable Aoi area, Function<Map<String, double[]>, T> use) {
        drawer.checkSize(grid.width(), grid.height());
        ValueQuery query = ValueQuery.parse(kvp, view.layer());
        long pixels = (long) grid.width() * grid.height();
        return drawer.with(pixels * query.arrays(), () -> {
            Map<String, double[]> values = query.read(view.layer(), view.times(), grid, results);
            if (area != null) {
                boolean[] inside = mask(area, grid);
                values.values().forEach(band -> {
                    for (int i = 0; i < band.length; i++) {
                        band[i] = inside[i] ? band[i] : Double.NaN;
                    }
                });
            }
            return use.apply(values);
        });
    }

    private static boolean[] mask(Aoi area, PixelGrid grid) {
        PolygonMask mask = area.mask(grid.epsg());
        return mask.inside(grid);
    }

    private static Picture cut(Picture picture, PixelGrid grid, @Nullable Aoi area) {
        if (area == null) {
            return picture;
        }
        boolean[] inside = mask(area, grid);
        int[] argb = picture.argb().clone();
        for (int i = 0; i < argb.length; i++) {
            argb[i] = inside[i] ? argb[i] : 0;
        }
        return new Picture.Rgba(picture.width(), picture.height(), argb);
    }
}
