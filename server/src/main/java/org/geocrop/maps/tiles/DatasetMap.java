package org.geocrop.maps.tiles;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.access.Access;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.ViewParameters;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.maps.layers.LayerView;
import org.geocrop.maps.layers.MapLayer;
import org.geocrop.maps.layers.ResultLayers;

/** The map of the whole data set: the newest results, or the layers that {@code collections} names. */
final class DatasetMap {

    private static final int MOST_LAYERS = 20;

    private final LayerCatalogue catalogue;

    DatasetMap(LayerCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    List<LayerView> views(Kvp kvp) {
        String names = kvp.get("COLLECTIONS", "");
        if (names.isBlank()) {
            return List.of(ViewParameters.view(layer(kvp), kvp));
        }
        String[] each = names.split(",", -1);
        if (each.length > MOST_LAYERS) {
            throw new InvalidRequestException("collections: has more than " + MOST_LAYERS + " names");
        }
        List<LayerView> views = new ArrayList<>();
        for (String name : each) {
            views.add(ViewParameters.view(catalogue.require(name), "", kvp));
        }
        return views;
    }

    /** What the map of the whole data set shows: the newest results, or as long as there are none, the first layer. */
    MapLayer layer(Kvp kvp) {
        String names = kvp.get("COLLECTIONS", "");
        if (!names.isBlank()) {
            return catalogue.require(names.split(",", -1)[0]);
        }
        return newest(catalogue.general());
    }

    static MapLayer newest(List<MapLayer> general) {
        return general.stream()
                .filter(ResultLayers::isOfNewest)
                .findFirst()
                .or(() -> general.stream().findFirst())
                .orElseThrow(() -> Access.nothing("There is no layer yet"));
    }
}
