package org.geocrop.maps.layers;

import java.util.Map;
import java.util.Optional;
import org.geocrop.json.Json;
import org.geocrop.render.Filter;
import org.geocrop.render.Legend;
import org.geocrop.render.Style;

/** Legends of layers: with hectares where the layer is one map of classes, of what a filter shows. */
public final class LayerLegend {

    /** Forms of a legend. */
    public enum Format {
        PNG("image/png", "png"),
        JPEG("image/jpeg", "jpg"),
        SVG("image/svg+xml", "svg"),
        JSON("application/json", "json");

        private final String mediaType;
        private final String extension;

        Format(String mediaType, String extension) {
            this.mediaType = mediaType;
            this.extension = extension;
        }

        public String mediaType() {
            return mediaType;
        }

        /** A media type or the extension of a file. */
        public static Optional<Format> of(String text) {
            for (Format format : values()) {
                if (format.mediaType.equalsIgnoreCase(text.trim()) || format.extension.equals(text)) {
                    return Optional.of(format);
                }
            }
            return Optional.empty();
        }
    }

    private final ClassAreas areas;

    public LayerLegend(ClassAreas areas) {
        this.areas = areas;
    }

    /**
     * The legend of a view.
     *
     * @param withAreas whether classes have their hectares where they are known
     */
    public Legend of(LayerView view, boolean withAreas) {
        MapLayer layer = view.layer().members().get(0);
        view.filter().check(layer);
        Style style = view.look().style();
        if (!(style instanceof Style.Classes)) {
            return Legend.of(style);
        }
        Filter filter = view.filter().of(layer.classes());
        Granule only = layer.granules().size() == 1 ? layer.granules().get(0) : null;
        Map<Integer, Double> hectares =
                !withAreas || only == null || only.result() == null ? Map.of() : areas.hectares(only, filter);
        return Legend.of(style, hectares, filter);
    }

    public byte[] encode(LayerView view, Format format, boolean withAreas) {
        Legend legend = of(view, withAreas);
        return switch (format) {
            case PNG -> legend.png();
            case JPEG -> org.geocrop.render.Jpeg.encode(legend.picture().on(0xffffff));
            case SVG -> legend.svg();
            case JSON -> Json.write(legend.document());
        };
    }
}
