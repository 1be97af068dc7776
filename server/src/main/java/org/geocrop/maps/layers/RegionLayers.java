package org.geocrop.maps.layers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.document.RegionPlace;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.UtmZone;
import org.geocrop.json.Json;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.region.publish.PublishedRegion;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.tiler.TilerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Regions that are published: {@code region:<name>} shows all its seasons, the newest by default, {@code
 * region:<name>:<season>} one; with {@code :<raster>} after it another raster than crop types. Coarse pictures are drawn
 * from the region's overview, others from its map tiles.
 */
public final class RegionLayers {

    static final String PREFIX = "region:";

    private static final Logger LOG = LoggerFactory.getLogger(RegionLayers.class);
    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);
    private static final int OPEN_RASTERS = 5_000;
    private static final int JOBS = 1_000;
    private static final int MAX_DOCUMENT = 1 << 16;
    /**
     * Where two zones meet, a place may lie in a pixel of each whose centre is in the other zone. It is shown as the pixels
     * next to it: those of the eastern zone lie below so much further west.
     */
    private static final List<Integer> SEAM_PIXELS = List.of(1, 2);

    private final ObjectStore store;
    private final TileCache tiles;
    private final TilerConfig config;
    private final LoadingCache<String, Map<String, MapLayer>> layers;
    private final Cache<ObjectKey, Cog> rasters =
            Caffeine.newBuilder().maximumSize(OPEN_RASTERS).build();
    /** Layers by the jobs that made them, whose results never change. */
    private final Cache<String, String> ofJobs =
            Caffeine.newBuilder().maximumSize(JOBS).build();

    private List<PublishedRegion> known = List.of();
    private Map<String, MapLayer> made = Map.of();

    /** Regions of a store. */
    public RegionLayers(ObjectStore store, TileCache tiles, TilerConfig config) {
        this.store = store;
        this.tiles = tiles;
        this.config = config;
        this.layers = Caffeine.newBuilder().expireAfterWrite(KNOWN_FOR).build(key -> read());
    }

    /**
     * The layers that lists name: of each region all seasons together, raster by raster.
     *
     * @param rights what the caller may see
     * @param everyones what everyone may
     */
    public List<MapLayer> all(Rights rights, Rights everyones) {
        return layers.get("").keySet().stream()
                .filter(name -> !isOfOneSeason(name))
                .flatMap(name -> find(name, rights, everyones).stream())
                .toList();
    }

    private static Thing region(String layer) {
        return Thing.region(layer.split(":", 3)[1]);
    }

    private static boolean isOfOneSeason(String name) {
        String[] parts = name.split(":");
        return parts.length > 2 && Character.isDigit(parts[2].charAt(0));
    }

    /** A layer by its name, which begins with {@code region:}. */
    public Optional<MapLayer> find(String name, Rights rights, Rights everyones) {
        return Optional.ofNullable(layers.get("").get(name))
                .filter(layer -> rights.maySee(region(name)))
                .map(layer -> layer.with(everyones.maySee(region(name))));
    }

    /** The layer of the region that a job has made, for one who may read the job's result. */
    public Optional<MapLayer> ofJob(String job, String raster, Rights rights, Rights everyones) {
        String name = ofJobs.getIfPresent(job);
        if (name == null) {
            ObjectKey key = ResultFiles.key(job, "region.json");
            if (store.stat(key).isEmpty()) {
                return Optional.empty();
            }
            name = place(key).layer();
            ofJobs.put(job, name);
        }
        return find(raster.equals(ResultFiles.CROP_TYPE) ? name : name + ":" + raster, rights, everyones);
    }

    private RegionPlace place(ObjectKey key) {
        try {
            return Json.to(Json.read(store.get(key, MAX_DOCUMENT)), RegionPlace.class);
        } catch (Json.MalformedException e) {
            throw new StoreException(key + " is no document of a region", e);
        }
    }

    /** What is as it was stays the same layers. */
    private synchronized Map<String, MapLayer> read() {
        List<PublishedRegion> now;
        try {
            now = PublishedRegion.list(store);
        } catch (StoreException e) {
            LOG.warn("Regions can't be listed: {}", e.getMessage());
            return made;
        }
        if (!now.equals(known)) {
            made = layers(now);
            known = now;
        }
        return made;
    }

    private Map<String, MapLayer> layers(List<PublishedRegion> regions) {
        Map<String, List<PublishedRegion>> byName = new LinkedHashMap<>();
        regions.stream()
                .sorted(Comparator.comparing(PublishedRegion::name)
                        .thenComparing((PublishedRegion r) -> r.season().start(), Comparator.reverseOrder()))
                .forEach(region -> byName.computeIfAbsent(region.name(), key -> new ArrayList<>())
                        .add(region));
        Map<String, MapLayer> layers = new LinkedHashMap<>();
        byName.forEach((name, seasons) -> {
            add(layers, PREFIX + name, seasons);
            seasons.forEach(season -> add(layers, PREFIX + name + ":" + season.label(), List.of(season)));
        });
        return layers;
    }

    private void add(Map<String, MapLayer> layers, String name, List<PublishedRegion> seasons) {
        for (String raster : ResultFiles.DRAWN) {
            List<PublishedRegion> having = seasons.stream()
                    .filter(region -> region.rasters().contains(raster))
                    .toList();
            if (!having.isEmpty() && config.style(raster, List.of()).isPresent()) {
                String full = raster.equals(ResultFiles.CROP_TYPE) ? name : name + ":" + raster;
                layers.put(full, layer(full, raster, having));
            }
        }
    }

    private MapLayer layer(String name, String raster, List<PublishedRegion> seasons) {
        List<Granule> granules = new ArrayList<>();
        List<Granule> overviews = new ArrayList<>();
        List<Granule> seams = new ArrayList<>();
        for (PublishedRegion region : seasons) {
            for (PublishedRegion.Tile tile : region.tiles()) {
                Granule granule = granule(
                        region,
                        raster,
                        tile.grid(),
                        ResultFiles.raster(tile.result(), raster),
                        ResultFiles.raster(tile.result(), ResultFiles.CONFIDENCE));
                granules.add(granule);
                if (new UtmZone(tile.grid().epsg()).isCutInTheWest(tile.grid())) {
                    SEAM_PIXELS.forEach(pixels -> seams.add(moved(granule, pixels)));
                }
            }
            overviews.add(granule(
                    region,
                    raster,
                    region.overview(),
                    region.overview(raster),
                    region.overview(ResultFiles.CONFIDENCE)));
        }
        PublishedRegion newest = seasons.get(0);
        MapLayer.About about = MapLayer.About.of(
                name,
                ResultLayers.title(raster) + ", " + newest.name() + (seasons.size() == 1 ? " " + newest.label() : ""),
                ResultLayers.title(raster) + " of " + newest.name() + ", model " + newest.model() + ".",
                List.of("region", raster));
        return MapLayer.of(
                        about,
                        granules,
                        List.of(raster),
                        (style, classes) -> config.style(style, classes).orElseThrow(),
                        MapLayer.Lifetime.SHORT,
                        true)
                .with(overviews, seams);
    }

    private Granule granule(
            PublishedRegion region, String raster, PixelGrid grid, ObjectKey key, ObjectKey confidence) {
        boolean sure = region.rasters().contains(ResultFiles.CONFIDENCE);
        return Granule.of(
                key.key() + " " + region.created(),
                grid,
                grid.lonLatBounds(),
                region.season(),
                raster.equals(ResultFiles.CROP_TYPE) ? region.classes() : List.of(),
                () -> open(key),
                sure ? () -> open(confidence) : null,
                null);
    }

    /** A granule some pixels further west. */
    private static Granule moved(Granule granule, int pixels) {
        double east = -pixels * granule.grid().resX();
        @Nullable Supplier<Cog> confidence = granule.confidence();
        return Granule.of(
                granule.id() + " " + pixels,
                granule.grid(),
                granule.bounds(),
                granule.season(),
                granule.classes(),
                () -> granule.raster().get().moved(east),
                confidence == null ? null : () -> confidence.get().moved(east),
                null);
    }

    private Cog open(ObjectKey key) {
        return rasters.get(key, k -> Cog.open(store.open(k), tiles));
    }
}
