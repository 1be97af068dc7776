package org.geocrop.maps.tiles;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.http.Links;
import org.geocrop.maps.layers.LayerBounds;
import org.geocrop.maps.layers.LayerTiles;
import org.geocrop.maps.layers.MapLayer;
import org.jspecify.annotations.Nullable;

/** Documents of OGC API Tiles 1.0 (20-057): lists of tile sets, and their metadata (17-083r4, annex B). */
final class TileSets {

    private static final String TILING_SCHEMES = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
    private static final String JSON = "application/json";

    private final Links links;

    TileSets(Links links) {
        this.links = links;
    }

    record TileSetList(List<Links.Link> links, List<TileSet> tilesets) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TileSet(
            String title,
            String dataType,
            String crs,
            String tileMatrixSetURI,
            String tileMatrixSetId,
            List<MatrixLimits> tileMatrixSetLimits,
            @Nullable Box boundingBox,
            List<Layer> layers,
            List<TileLink> links) {}

    record MatrixLimits(String tileMatrix, long minTileRow, long maxTileRow, long minTileCol, long maxTileCol) {

        static MatrixLimits of(TileMatrixSet.Limits l) {
            return new MatrixLimits(l.matrix().id(), l.minRow(), l.maxRow(), l.minCol(), l.maxCol());
        }
    }

    record Box(double[] lowerLeft, double[] upperRight, String crs) {

        static Optional<Box> of(MapLayer layer, CrsName crs) {
            return LayerBounds.in(crs.epsg(), layer.bounds())
                    .map(crs::swap)
                    .map(b -> new Box(new double[] {b[0], b[1]}, new double[] {b[2], b[3]}, crs.uri()));
        }
    }

    record Layer(String id, String title, String dataType) {}

    /** A link that may be a template. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TileLink(
            String href,
            String rel,
            String type,
            String title,
            @Nullable Boolean templated) {

        static TileLink of(Links.Link link, @Nullable Boolean templated) {
            return new TileLink(link.href(), link.rel(), link.type(), link.title(), templated);
        }
    }

    /**
     * The list of tile sets of a map.
     *
     * @param path of the list, such as {@code /map/tiles}
     */
    TileSetList list(String path, MapLayer layer, List<TileMatrixSet> sets) {
        // Clients follow the templates of the list without opening each set.
        return new TileSetList(
                List.of(links.link("self", JSON, path, "This document")),
                sets.stream().map(set -> metadata(path, layer, set)).toList());
    }

    TileSet metadata(String path, MapLayer layer, TileMatrixSet set) {
        String title = layer.about().title();
        String schemePath = "/tileMatrixSets/" + set.id();
        String here = path + "/" + set.id();
        List<TileLink> own = new ArrayList<>();
        own.add(TileLink.of(links.link("self", JSON, here, "This document"), null));
        own.add(TileLink.of(links.link(TILING_SCHEMES, JSON, schemePath, "Tile matrix set"), null));
        // OpenLayers takes the last that it can show.
        for (String extension : List.of("jpg", "png")) {
            String type = extension.equals("png") ? "image/png" : "image/jpeg";
            String template = here + "/{tileMatrix}/{tileRow}/{tileCol}?f=" + extension;
            own.add(TileLink.of(links.link("item", type, template, "Tiles"), true));
        }
        return new TileSet(
                title + " in " + set.title(),
                "map",
                set.crs().uri(),
                set.uri() == null ? links.to(schemePath) : set.uri(),
                set.id(),
                LayerTiles.limits(layer, set).stream().map(MatrixLimits::of).toList(),
                Box.of(layer, set.crs()).orElse(null),
                List.of(new Layer(layer.name(), title, "map")),
                own);
    }
}
