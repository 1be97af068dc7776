package org.geocrop.tiler;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A layer of {@code layers.yaml}: rasters that lie elsewhere than among the results.
 *
 * @param name that requests use
 * @param source where the raster lies: a path relative to the configuration's folder, or a {@code file:}, {@code http:},
 *     {@code https:} or {@code s3:} address; null where {@code times} lists several
 * @param times one raster for each season
 * @param style name of its style in {@code styles.yaml}; the first of {@code styles} where several may be asked for
 * @param crs {@code EPSG:code} of a picture that comes with a world file
 * @param opaque whether the layer covers what lies below it
 * @param queryable whether values may be asked for
 */
public record LayerEntry(
        String name,
        @Nullable String title,
        @Nullable String description,
        @Nullable List<String> keywords,
        @Nullable Attribution attribution,
        @Nullable String source,
        @Nullable List<TimedSource> times,
        @Nullable String style,
        @Nullable List<String> styles,
        @Nullable String crs,
        @Nullable Boolean opaque,
        @Nullable Boolean queryable) {

    /** Whose data a layer shows. */
    public record Attribution(String title, @Nullable String url) {}

    /** A raster of one season: {@code start/end} as days. */
    public record TimedSource(String time, String source) {}

    public LayerEntry {
        if (name == null || !name.matches("[A-Za-z][A-Za-z0-9_.-]{0,63}")) {
            throw new IllegalArgumentException(
                    "layers.yaml: a layer's name begins with a letter and has letters, digits, '-', '_' and '.', not "
                            + name);
        }
        keywords = keywords == null ? List.of() : List.copyOf(keywords);
        times = times == null ? List.of() : List.copyOf(times);
        styles = styles == null ? style == null ? List.of() : List.of(style) : List.copyOf(styles);
        if ((source == null) == times.isEmpty()) {
            throw new IllegalArgumentException("layers.yaml: the layer " + name + " needs either source or times");
        }
        if (styles.isEmpty()) {
            throw new IllegalArgumentException("layers.yaml: the layer " + name + " needs a style");
        }
    }

    /** The title, or else the name. */
    public String heading() {
        return Objects.requireNonNullElse(title, name);
    }

    public List<String> styleNames() {
        return Objects.requireNonNull(styles);
    }

    public List<String> words() {
        return Objects.requireNonNull(keywords);
    }

    public List<TimedSource> timed() {
        return Objects.requireNonNull(times);
    }
}
