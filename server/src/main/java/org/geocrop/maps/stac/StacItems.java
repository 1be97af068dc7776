package org.geocrop.maps.stac;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.StoreException;
import org.geocrop.http.Links;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectStore;

/** Items as their jobs wrote them, and as a client gets them. */
final class StacItems {

    static final String JSON = "application/json";
    static final String GEOJSON = "application/geo+json";

    private static final int MAX_ITEM = 16 << 20;
    private static final long CACHE_BYTES = 16L << 20;

    private final ObjectStore store;
    private final Links links;
    /** As they lie in the store: a filter looks at each, and results never change. */
    private final Cache<String, byte[]> kept = Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .weigher((String job, byte[] item) -> item.length)
            .build();

    StacItems(ObjectStore store, Links links) {
        this.store = store;
        this.links = links;
    }

    /** The item as its job wrote it. */
    ForeignJson stored(Result result) {
        String job = result.jobId();
        try {
            return ForeignJson.read(kept.get(job, key -> store.get(ResultFiles.key(key, ResultFiles.ITEM), MAX_ITEM)));
        } catch (Json.MalformedException e) {
            throw new StoreException("The item of " + job + " is damaged", e);
        }
    }

    /** With absolute links, and a preview. */
    ForeignJson item(Result result) {
        String job = result.jobId();
        ForeignJson item = stored(result);
        Map<String, ForeignJson> assets = item.get("assets").members();
        assets.replaceAll((name, asset) -> {
            String file = asset.text("href").replaceFirst("^\\./", "");
            return asset.with("href", links.to("/results/" + job + "/" + file));
        });
        String path = "/stac/collections/" + result.processId();
        List<Links.Link> array = new ArrayList<>();
        array.add(links.link("self", GEOJSON, path + "/items/" + job, "This item"));
        array.add(links.link("alternate", "text/html", path + "/items/" + job + "?f=html", "This item as a page"));
        array.add(links.link("root", JSON, "/stac", "Root"));
        array.add(links.link("parent", JSON, path, "Collection"));
        array.add(links.link("collection", JSON, path, "Collection"));
        if (result.rasters().contains(ResultFiles.CROP_TYPE)) {
            array.add(links.link("preview", "image/png", "/collections/" + job + "/map?width=512", "Preview"));
            array.add(links.link("tilejson", JSON, "/xyz/" + job + "/tilejson.json", "TileJSON"));
        }
        return item.with("assets", assets).with("links", array).with("collection", result.processId());
    }
}
