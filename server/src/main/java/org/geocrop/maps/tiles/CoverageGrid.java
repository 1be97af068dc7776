package org.geocrop.maps.tiles;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.layers.Granule;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a coverage that a request wants, by {@code bbox} or {@code subset}, by {@code crs}, and by {@code
 * scale-factor}, {@code scale-axes}, {@code scale-size} or {@code width} and {@code height} (OGC API Coverages, 19-087).
 */
final class CoverageGrid {

    private static final Pattern AXIS = Pattern.compile("(\\w+)\\(([^()]+)\\)");
    private static final List<String> WAYS = List.of("SCALE-FACTOR", "SCALE-AXES", "SCALE-SIZE", "WIDTH", "HEIGHT");
    private static final double ALMOST = 1e-6;

    private CoverageGrid() {}

    /**
     * All cells of a layer; empty where its rasters are not on one lattice of whole numbers, so that it is no coverage.
     */
    static Optional<PixelGrid> domain(MapLayer layer) {
        if (layer.isGroup()
                || layer.granules().isEmpty()
                || isFloat(layer.granules().get(0))) {
            return Optional.empty();
        }
        PixelGrid first = layer.granules().get(0).grid();
        double[] b = {first.originX(), first.minY(), first.maxX(), first.originY()};
        for (Granule granule : layer.granules()) {
            PixelGrid grid = granule.grid();
            if (!isOn(first, grid) || granule.earlier() != null) {
                return Optional.empty();
            }
            b[0] = Math.min(b[0], grid.originX());
            b[1] = Math.min(b[1], grid.minY());
            b[2] = Math.max(b[2], grid.maxX());
            b[3] = Math.max(b[3], grid.originY());
        }
        double width = Math.rint((b[2] - b[0]) / first.resX());
        double height = Math.rint((b[3] - b[1]) / first.resY());
        return width > Integer.MAX_VALUE || height > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(
                        new PixelGrid(first.epsg(), b[0], b[3], first.resX(), first.resY(), (int) width, (int) height));
    }

    /** Results have whole numbers; to look into each would take a list its time. */
    private static boolean isFloat(Granule granule) {
        return granule.result() == null && granule.raster().get().type().isFloat();
    }

    private static boolean isOn(PixelGrid lattice, PixelGrid grid) {
        return grid.epsg() == lattice.epsg()
                && Math.abs(grid.resX() - lattice.resX()) < ALMOST * lattice.resX()
                && Math.abs(grid.resY() - lattice.resY()) < ALMOST * lattice.resY()
                && isWhole((grid.originX() - lattice.originX()) / lattice.resX())
                && isWhole((grid.originY() - lattice.originY()) / lattice.resY());
    }

    private static boolean isWhole(double cells) {
        return Math.abs(cells - Math.rint(cells)) < 1e-3;
    }

    /** Whole cells of the subset, in the CRS that is asked for, scaled; null where the subset has none. */
    static @Nullable PixelGrid of(Kvp kvp, Subset subset, LayerView view, PixelGrid domain) {
        Window part = domain.window();
        Optional<MapArea> area = MapArea.of(kvp, subset, List.of(view));
        if (area.isPresent()) {
            double[] b = area.get().in(CrsName.of(domain.epsg()));
            int left = cell((b[0] - domain.originX()) / domain.resX() + ALMOST);
            int right = -cell(-((b[2] - domain.originX()) / domain.resX() - ALMOST));
            int top = cell((domain.originY() - b[3]) / domain.resY() + ALMOST);
            int bottom = -cell(-((domain.originY() - b[1]) / domain.resY() - ALMOST));
            left = Math.max(0, left);
            top = Math.max(0, top);
            right = Math.min(domain.width(), right);
            bottom = Math.min(domain.height(), bottom);
            if (left >= right || top >= bottom) {
                return null;
            }
            part = new Window(left, top, right - left, bottom - top);
        }
        PixelGrid own = domain.cut(part);
        PixelGrid cells = kvp.has("CRS") ? CoverageCrs.cells(own, CrsName.parse(kvp.get("CRS", "")), area) : own;
        if (cells == null) {
            return null;
        }
        int[] size = size(kvp, cells);
        return new PixelGrid(
                cells.epsg(),
                cells.originX(),
                cells.originY(),
                cells.resX() * cells.width() / size[0],
                cells.resY() * cells.height() / size[1],
                size[0],
                size[1]);
    }

    private static int cell(double at) {
        return (int) Math.max(-1e9, Math.min(1e9, Math.floor(at)));
    }

    private static int[] size(Kvp kvp, PixelGrid cells) {
        long ways = WAYS.stream().filter(kvp::has).count() - (kvp.has("WIDTH") && kvp.has("HEIGHT") ? 1 : 0);
        if (ways > 1) {
            throw new InvalidRequestException("Only one of `scale-factor`, `scale-axes`, `scale-size` and `width` with"
                    + " `height` can say how many cells there are");
        }
        if (kvp.has("WIDTH") || kvp.has("HEIGHT")) {
            int width = kvp.has("WIDTH") ? kvp.integer("WIDTH", 1) : 0;
            int height = kvp.has("HEIGHT") ? kvp.integer("HEIGHT", 1) : 0;
            return new int[] {
                width > 0 ? width : side((double) height * cells.width() / cells.height()),
                height > 0 ? height : side((double) width * cells.height() / cells.width())
            };
        }
        if (kvp.has("SCALE-SIZE")) {
            double[] size = axes("scale-size", kvp.get("SCALE-SIZE", ""), cells.width(), cells.height());
            return new int[] {side(size[0]), side(size[1])};
        }
        double[] factors = kvp.has("SCALE-AXES")
                ? axes("scale-axes", kvp.get("SCALE-AXES", ""), 1, 1)
                : new double[] {factor(kvp), factor(kvp)};
        return new int[] {side(cells.width() / factors[0]), side(cells.height() / factors[1])};
    }

    private static double factor(Kvp kvp) {
        return kvp.has("SCALE-FACTOR") ? positive("scale-factor", kvp.get("SCALE-FACTOR", "")) : 1;
    }

    /** {@code E(2),N(2)}: numbers above 0 of the axis that points east and of that which points north. */
    private static double[] axes(String name, String text, double east, double north) {
        double[] both = {east, north};
        boolean[] given = new boolean[2];
        for (String part : text.split(",", -1)) {
            Matcher axis = AXIS.matcher(part.strip());
            String direction = axis.matches() ? Subset.AXES.get(axis.group(1).toLowerCase(Locale.ROOT)) : null;
            int i = "x".equals(direction) ? 0 : "y".equals(direction) ? 1 : -1;
            if (i < 0 || given[i]) {
                throw new InvalidRequestException("`" + name + "` must be like E(2),N(2), each axis once");
            }
            given[i] = true;
            both[i] = positive(name, axis.group(2));
        }
        return both;
    }

    private static double positive(String name, String text) {
        try {
            double number = Double.parseDouble(text.strip());
            if (number > 0 && number < 1e9) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("`" + name + "` must be a number", e);
        }
        throw new InvalidRequestException("`" + name + "` must be above 0");
    }

    private static int side(double cells) {
        if (cells > Integer.MAX_VALUE) {
            throw new LimitExceededException("A coverage of so many cells is too large");
        }
        return (int) Math.max(1, Math.round(cells));
    }
}
