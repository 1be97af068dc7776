package org.geocrop.maps.tiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.http.Links;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.MapLayer;
import org.jspecify.annotations.Nullable;

/** A layer as a collection (OGC API Common 2, 20-024), with the lattice of those that are coverages. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CollectionDocument(
        String id,
        String title,
        String description,
        List<String> keywords,
        @Nullable String attribution,
        Extent extent,
        @Nullable String storageCrs,
        List<String> crs,
        String dataType,
        List<Links.Link> links) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Extent(Spatial spatial, @Nullable Temporal temporal) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Spatial(
            List<double[]> bbox,
            String crs,
            @Nullable List<double[]> storageCrsBbox,
            @Nullable List<Axis> grid) {}

    record Axis(int cellsCount, double resolution, double firstCoordinate) {}

    record Temporal(List<List<String>> interval) {}

    /**
     * The document.
     *
     * @param cells of a layer that is a coverage
     */
    static CollectionDocument of(MapLayer layer, Optional<PixelGrid> cells, List<Links.Link> links) {
        MapLayer.About about = layer.about();
        List<Integer> codes =
                layer.granules().stream().map(g -> g.grid().epsg()).distinct().toList();
        CrsName stored = codes.size() == 1 ? CrsName.of(codes.get(0)) : null;
        List<double[]> storedBox = stored == null
                ? null
                : LayerBounds.in(stored.epsg(), layer.bounds())
                        .map(b -> List.of(stored.swap(b)))
                        .orElse(null);
        return new CollectionDocument(
                about.name(),
                about.title(),
                about.description(),
                about.keywords(),
                about.attribution() == null ? null : about.attribution().title(),
                new Extent(
                        new Spatial(
                                List.of(layer.bounds()),
                                CrsName.CRS84.uri(),
                                storedBox,
                                cells.map(CollectionDocument::axes).orElse(null)),
                        temporal(layer)),
                stored == null ? null : stored.uri(),
                LayerBounds.offered(List.of(layer)).stream().map(CrsName::uri).toList(),
                "map",
                links);
    }

    private static @Nullable Temporal temporal(MapLayer layer) {
        List<LocalDate> times = layer.times();
        if (times.isEmpty()) {
            return null;
        }
        LocalDate last = layer.granules().stream()
                .flatMap(g -> Stream.ofNullable(g.season()))
                .map(Season::end)
                .max(LocalDate::compareTo)
                .orElseThrow();
        return new Temporal(List.of(List.of(times.get(0) + "T00:00:00Z", last + "T23:59:59Z")));
    }

    /** In the order of the axes of the CRS. */
    private static List<Axis> axes(PixelGrid grid) {
        Axis east = new Axis(grid.width(), grid.resX(), grid.centreX(0));
        Axis north = new Axis(grid.height(), -grid.resY(), grid.centreY(0));
        return CrsName.of(grid.epsg()).northFirst() ? List.of(north, east) : List.of(east, north);
    }
}
