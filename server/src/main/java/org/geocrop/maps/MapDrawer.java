package org.geocrop.maps;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.geocrop.error.LimitExceededException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.hash.Sha256;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.geocrop.render.Drawing;
import org.geocrop.render.Earlier;
import org.geocrop.render.Filter;
import org.geocrop.render.MapRenderer;
import org.geocrop.render.Picture;
import org.geocrop.render.Style;
import org.geocrop.tiler.Look;
import org.jspecify.annotations.Nullable;

/** Draws views of layers, within the server's limits, and names what it would draw. */
public final class MapDrawer {

    /** Changes when the same rasters in the same styles give other pixels. */
    private static final String RENDERING = "2";

    private final DrawBudget budget;
    private final long maxPixels;
    private final int maxSide;

    public MapDrawer(DrawBudget budget, long maxPixels, int maxSide) {
        this.budget = budget;
        this.maxPixels = maxPixels;
        this.maxSide = maxSide;
    }

    /**
     * Bounds the size of a picture.
     *
     * @throws LimitExceededException naming the limit
     */
    public void checkSize(long width, long height) {
        if (width > maxSide || height > maxSide || width * height > maxPixels) {
            throw new LimitExceededException("A picture of " + width + " x " + height
                    + " pixels is too large: a side has " + maxSide + " at most, the whole " + maxPixels);
        }
    }

    public int maxSide() {
        return maxSide;
    }

    /**
     * Draws and encodes within the budget of memory.
     *
     * @param views the lowest first
     */
    public <T> T draw(List<LayerView> views, PixelGrid target, Function<Picture, T> encode) {
        checkSize(target.width(), target.height());
        long pixels = (long) target.width() * target.height();
        return budget.with(pixels, () -> encode.apply(MapRenderer.draw(drawings(views, target), target)));
    }

    /** Does other work on so many pixels within the budget of memory. */
    public <T> T with(long pixels, java.util.function.Supplier<T> work) {
        return budget.with(pixels, work);
    }

    private static List<Drawing> drawings(List<LayerView> views, PixelGrid target) {
        double[] area = area(target);
        List<Drawing> drawings = new ArrayList<>();
        for (LayerView view : views) {
            for (MapLayer layer : view.layer().members()) {
                view.filter().check(layer);
                List<Granule> granules = new ArrayList<>(layer.drawn(area, view.times(), target));
                Collections.reverse(granules);
                for (Granule granule : granules) {
                    drawings.add(drawing(view, layer, granule));
                }
            }
        }
        return drawings;
    }

    private static Drawing drawing(LayerView view, MapLayer layer, Granule granule) {
        Look look = look(view, layer, granule);
        boolean classes = look.style() instanceof Style.Classes;
        Filter filter = classes
                ? view.filter().of(granule.classes())
                : new Filter(java.util.Set.of(), view.filter().minConfidence());
        boolean smooth = view.smooth() == null
                ? look.style() instanceof Style.ColorMap map && map.kind() == Style.ColorMap.Kind.RAMP
                : view.smooth();
        Cog confidence = filter.minConfidence() > 0 && granule.confidence() != null
                ? granule.confidence().get()
                : null;
        boolean nearest = confidence != null || granule.raster().get().palette() != null;
        return new Drawing(
                granule.raster().get(),
                look.style(),
                look.opacity(),
                smooth && !nearest,
                filter,
                confidence,
                earlier(granule));
    }

    /** Classes of the same name are the same, whatever their values in two models. */
    private static @Nullable Earlier earlier(Granule granule) {
        if (granule.earlier() == null) {
            return null;
        }
        int[] same = new int[256];
        Arrays.fill(same, -1);
        for (CropClass before : granule.earlier().classes()) {
            granule.classes().stream()
                    .filter(after -> after.name().equals(before.name()))
                    .forEach(after -> same[before.id()] = after.id());
        }
        return new Earlier(granule.earlier().raster().get(), same);
    }

    static Look look(LayerView view, MapLayer layer, Granule granule) {
        return view.own() != null
                ? view.own()
                : layer.look(view.layer().isGroup() ? "" : view.style(), granule.classes());
    }

    /**
     * A strong validator of what a view would be drawn as: it changes when a raster or a style does.
     *
     * @param more whatever else the answer depends on
     */
    public String etag(List<LayerView> views, @Nullable PixelGrid target, String more) {
        Sha256 digest = new Sha256();
        StringBuilder parts = new StringBuilder(RENDERING)
                .append('|')
                .append(more)
                .append('|')
                .append(target);
        double[] area = target == null ? new double[] {-180, -90, 180, 90} : area(target);
        for (LayerView view : views) {
            for (MapLayer layer : view.layer().members()) {
                List<Granule> granules =
                        target == null ? layer.granules(area, view.times()) : layer.drawn(area, view.times(), target);
                for (Granule granule : granules) {
                    parts.append('|').append(granule.id()).append('|').append(look(view, layer, granule));
                }
            }
            parts.append('|').append(view.filter()).append('|').append(view.smooth());
        }
        digest.add(parts.toString().getBytes(StandardCharsets.UTF_8));
        return '"' + digest.hex().substring(0, 32) + '"';
    }

    /** Degrees that a picture shows, with some room; the world where a projection does not tell. */
    public static double[] area(PixelGrid target) {
        int steps = 4;
        double[] edge = new double[(steps + 1) * (steps + 1) * 2];
        int at = 0;
        for (int i = 0; i <= steps; i++) {
            for (int j = 0; j <= steps; j++) {
                edge[at++] = target.originX() + (target.maxX() - target.originX()) * i / steps;
                edge[at++] = target.minY() + (target.originY() - target.minY()) * j / steps;
            }
        }
        Crs.lenient(target.epsg(), Crs.WGS84).apply(edge, edge.length / 2);
        double[] area = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i < edge.length; i += 2) {
            if (!Double.isFinite(edge[i]) || !Double.isFinite(edge[i + 1])) {
                return new double[] {-180, -90, 180, 90};
            }
            area[0] = Math.min(area[0], edge[i]);
            area[1] = Math.min(area[1], edge[i + 1]);
            area[2] = Math.max(area[2], edge[i]);
            area[3] = Math.max(area[3], edge[i + 1]);
        }
        if (area[2] - area[0] > 180) {
            return new double[] {-180, -90, 180, 90};
        }
        double room = 0.1 * Math.max(area[2] - area[0], area[3] - area[1]);
        return new double[] {area[0] - room, area[1] - room, area[2] + room, area[3] + room};
    }
}
