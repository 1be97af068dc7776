package org.geocrop.region.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.region.RegionFiles;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionRequest;
import org.geocrop.region.TileResult;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/**
 * A region's season that is visible.
 *
 * @param name of the region
 * @param label of the season
 * @param season first and last day
 * @param model {@code name@version}
 * @param classes of the crop map
 * @param rasters that all tiles have
 * @param overview lattice of the rasters of the whole region
 * @param tiles where they lie, each with the result that has its rasters
 * @param created RFC 3339 time
 */
public record PublishedRegion(
        String name,
        String label,
        Season season,
        String model,
        List<CropClass> classes,
        List<String> rasters,
        PixelGrid overview,
        List<Tile> tiles,
        String created) {

    /** Of the collection. */
    static final String MEMBER = "geocrop:region";

    private static final int MAX_COLLECTION = 64 << 20;

    /** A tile's place, and its result. */
    public record Tile(String id, String result, PixelGrid grid) {}

    public PublishedRegion {
        classes = List.copyOf(classes);
        rasters = List.copyOf(rasters);
        tiles = List.copyOf(tiles);
    }

    static PublishedRegion of(
            RegionPlan plan, List<CropClass> classes, PixelGrid overview, List<TileResult> written, String created) {
        RegionRequest request = plan.request();
        List<Tile> tiles = IntStream.range(0, written.size())
                .mapToObj(i -> new Tile(
                        written.get(i).tile(),
                        written.get(i).result(),
                        plan.tiles().get(i).tile().grid()))
                .toList();
        return new PublishedRegion(
                request.name(),
                request.label(),
                request.season(),
                request.model(),
                classes,
                request.rasters().stream().filter(ResultFiles.DRAWN::contains).toList(),
                overview,
                tiles,
                created);
    }

    public RegionFiles files() {
        return new RegionFiles(name, label);
    }

    /** The raster of the whole region. */
    public ObjectKey overview(String raster) {
        return files().key("overview/" + raster + ".tif");
    }

    /** All that are visible, by name, then by season. */
    public static List<PublishedRegion> list(ObjectStore store) {
        List<PublishedRegion> found = new ArrayList<>();
        for (ObjectStore.Stat stat : store.list(ObjectKey.RESULTS, RegionFiles.PREFIX)) {
            if (stat.key().key().endsWith("/" + RegionFiles.COLLECTION)) {
                found.add(read(store, stat.key()));
            }
        }
        return found;
    }

    private static PublishedRegion read(ObjectStore store, ObjectKey key) {
        try {
            return ForeignJson.read(store.get(key, MAX_COLLECTION)).get(MEMBER).to(PublishedRegion.class);
        } catch (Json.MalformedException e) {
            throw new StoreException(key + " is damaged: " + e.getMessage(), e);
        }
    }
}
