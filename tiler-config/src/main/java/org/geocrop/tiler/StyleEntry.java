package org.geocrop.tiler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style;
import org.geocrop.render.Style.ColorMap;
import org.jspecify.annotations.Nullable;

/** A style of {@code styles.yaml}. */
record StyleEntry(
        String type,
        @Nullable String title,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double scale,
        @Nullable Double nodata,
        @Nullable Integer band,
        @Nullable List<String> colors,
        @Nullable List<StopEntry> stops,
        @Nullable List<CropClass> classes,
        @Nullable Double opacity,
        @Nullable String file) {

    record StopEntry(double value, String color, @Nullable String label) {}

    /**
     * The style.
     *
     * @param ofResult classes of the result that is drawn, for styles that list none of their own
     * @throws IllegalArgumentException naming the fault
     */
    Look look(String name, List<CropClass> ofResult, @Nullable Path folder) {
        String heading = title == null ? name.replace('_', ' ') : title;
        double alpha = opacity == null ? 1 : opacity;
        try {
            return switch (type) {
                case "classes" ->
                    new Look(name, heading, new Style.Classes(classes == null ? ofResult : classes), alpha);
                case "picture" ->
                    new Look(name, heading, new Style.Picture(nodata == null ? -1 : nodata.intValue()), alpha);
                case "ramp" -> new Look(name, heading, ramp(heading), alpha);
                case "intervals" -> new Look(name, heading, map(heading, ColorMap.Kind.INTERVALS), alpha);
                case "values" -> new Look(name, heading, map(heading, ColorMap.Kind.VALUES), alpha);
                case "sld" -> sld(name, folder);
                default ->
                    throw new IllegalArgumentException(
                            "the type '" + type + "' is not classes, ramp, intervals, values, picture or sld");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("styles.yaml: " + name + ": " + e.getMessage(), e);
        }
    }

    private ColorMap ramp(String heading) {
        if (stops != null) {
            return map(heading, ColorMap.Kind.RAMP);
        }
        if (min == null || max == null || colors == null) {
            throw new IllegalArgumentException("a ramp needs stops, or min, max and colors");
        }
        return ColorMap.ramp(heading, min, max, scaleOrOne(), nodataOrNone(), colors);
    }

    private ColorMap map(String heading, ColorMap.Kind kind) {
        if (stops == null) {
            throw new IllegalArgumentException("needs stops, each with value and color");
        }
        List<ColorMap.Stop> all = new ArrayList<>();
        for (StopEntry stop : stops) {
            all.add(new ColorMap.Stop(
                    stop.value,
                    ColorMap.color(stop.color),
                    Objects.requireNonNullElse(stop.label, ColorMap.label(stop.value))));
        }
        return new ColorMap(heading, kind, all, band == null ? 0 : band - 1, scaleOrOne(), nodataOrNone());
    }

    private Look sld(String name, @Nullable Path folder) {
        if (file == null || folder == null) {
            throw new IllegalArgumentException("an sld needs the name of its file");
        }
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            Sld.NamedStyle first = Sld.read(in).get(0);
            return new Look(name, title == null ? first.title() : title, first.style(), first.opacity());
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " can't be read", e);
        }
    }

    private double scaleOrOne() {
        return scale == null ? Style.UNSCALED : scale;
    }

    private double nodataOrNone() {
        return nodata == null ? Double.NaN : nodata;
    }
}
