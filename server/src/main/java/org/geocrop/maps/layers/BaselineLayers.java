package org.geocrop.maps.layers;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.error.GeocropException;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.tiler.TilerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The COGs of the baselines' bucket as layers: {@code dw/zim/summer/<season>/<product>.tif} is one season of the layer
 * {@code baseline:dw.zim.summer.<product>}. A product is drawn in the style of its name, or else {@code baseline}.
 */
public final class BaselineLayers {

    private static final Logger LOG = LoggerFactory.getLogger(BaselineLayers.class);
    static final String PREFIX = "baseline:";
    private static final String STYLE = "baseline";
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final Pattern KEY = Pattern.compile("((?:[\\w-]+/)*)(\\d{4})[^/]*/([\\w-]+)\\.tiff?");

    private final ObjectStore store;
    private final TilerConfig config;
    private final TileCache tiles;
    private final LoadingCache<String, Map<String, MapLayer>> layers;
    private volatile Map<String, String> leftOut = Map.of();

    public BaselineLayers(ObjectStore store, TilerConfig config, TileCache tiles) {
        this.store = store;
        this.config = config;
        this.tiles = tiles;
        this.layers = Caffeine.newBuilder().expireAfterWrite(KEPT).build(key -> read());
    }

    /** Files that can't be drawn, and why. */
    Map<String, String> leftOut() {
        return Map.copyOf(leftOut);
    }

    List<MapLayer> all() {
        return List.copyOf(layers.get("").values());
    }

    Optional<MapLayer> find(String name) {
        return Optional.ofNullable(layers.get("").get(name));
    }

    private Map<String, MapLayer> read() {
        Map<String, List<Granule>> found = new TreeMap<>();
        Map<String, String> faults = new TreeMap<>();
        for (ObjectStore.Stat stat : store.list(ObjectKey.BASELINES, "")) {
            Matcher key = KEY.matcher(stat.key().key());
            if (key.matches()) {
                String name = PREFIX + key.group(1).replace('/', '.') + key.group(3);
                try {
                    found.computeIfAbsent(name, n -> new ArrayList<>())
                            .add(granule(stat, Integer.parseInt(key.group(2))));
                } catch (GeocropException e) {
                    LOG.warn("The baseline {} is left out: {}", stat.key(), e.getMessage());
                    faults.put(stat.key().toString(), String.valueOf(e.getMessage()));
                }
            }
        }
        leftOut = faults;
        Map<String, MapLayer> read = new TreeMap<>();
        found.forEach((name, granules) -> {
            if (!granules.isEmpty()) {
                granules.sort(Comparator.comparing((Granule g) -> String.valueOf(g.season()))
                        .reversed());
                read.put(name, layer(name, granules));
            }
        });
        return read;
    }

    private MapLayer layer(String name, List<Granule> granules) {
        String product = name.substring(name.lastIndexOf('.') + 1);
        String style = config.style(product, List.of()).isPresent() ? product : STYLE;
        String title = name.substring(PREFIX.length()).replace('.', ' ').replace('_', ' ');
        return MapLayer.of(
                MapLayer.About.of(name, "Baseline " + title, "A land-cover map to compare with.", List.of("baseline")),
                granules,
                List.of(style),
                (wanted, classes) -> config.style(wanted, classes).orElseThrow(),
                MapLayer.Lifetime.SHORT,
                true);
    }

    private Granule granule(ObjectStore.Stat stat, int year) {
        SeasonCalendar calendar = config.calendars().get(0);
        Season season = calendar.season(year);
        Cog cog = Cog.open(store.open(stat.key()), tiles);
        return Granule.of(
                stat.key() + "#" + cog.etag(),
                cog.placed(),
                cog.placed().lonLatBounds(),
                season,
                List.of(),
                () -> cog,
                null,
                null);
    }
}
