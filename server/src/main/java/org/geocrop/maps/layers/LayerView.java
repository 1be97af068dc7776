package org.geocrop.maps.layers;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.geocrop.grid.Season;
import org.geocrop.tiler.Look;
import org.jspecify.annotations.Nullable;

/**
 * A layer as a request wants to see it.
 *
 * @param style name of one of its styles; empty for the default
 * @param own a look that the request brought, instead of a style of the layer; or null
 * @param smooth bilinear or not; null for what fits the style
 */
public record LayerView(
        MapLayer layer,
        String style,
        @Nullable Look own,
        Times times,
        ClassFilter filter,
        @Nullable Boolean smooth) {

    public static LayerView of(MapLayer layer) {
        return new LayerView(layer, "", null, Times.NEWEST, ClassFilter.NONE, null);
    }

    /**
     * From the first to the last day of what views show, as RFC 3339 has intervals; empty where none has seasons.
     */
    public static Optional<String> interval(List<LayerView> views) {
        List<Season> seasons = views.stream()
                .flatMap(view -> view.times.of(view.layer, view.layer.granules()).stream())
                .flatMap(granule -> Stream.ofNullable(granule.season()))
                .toList();
        Optional<LocalDate> start = seasons.stream().map(Season::start).min(LocalDate::compareTo);
        Optional<LocalDate> end = seasons.stream().map(Season::end).max(LocalDate::compareTo);
        return start.map(first -> first + "T00:00:00Z/" + end.orElseThrow() + "T23:59:59Z");
    }

    /** Its look, for legends. */
    public Look look() {
        return own != null ? own : layer.look(style);
    }
}
