package org.geocrop.maps.layers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.geocrop.error.GeocropException;
import org.geocrop.error.RasterException;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.render.Style;
import org.geocrop.store.ByteSource;
import org.geocrop.store.Sources;
import org.geocrop.tiler.GroupEntry;
import org.geocrop.tiler.LayerEntry;
import org.geocrop.tiler.TilerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The layers and groups of {@code layers.yaml}. Their files are opened when they are first needed, and again after a
 * while, since they may change; a layer whose file can't be opened is left out, and the log says why.
 */
public final class ConfiguredLayers {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredLayers.class);
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int MAX_PICTURE = 200 << 20;

    private final TilerConfig config;
    private final Sources sources;
    private final TileCache tiles;
    private final Path cache;
    private final Map<String, LayerEntry> layers = new LinkedHashMap<>();
    private final Map<String, GroupEntry> groups = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new ConcurrentHashMap<>();
    private final Cache<String, Optional<MapLayer>> open =
            Caffeine.newBuilder().expireAfterWrite(KEPT).build();

    /** Layers whose files are opened by {@code sources}; pictures become COGs in a folder. */
    public ConfiguredLayers(TilerConfig config, Sources sources, TileCache tiles, Path cache) {
        this.config = config;
        this.sources = sources;
        this.tiles = tiles;
        this.cache = cache;
        config.layers().forEach(layer -> layers.put(layer.name(), layer));
        config.groups().forEach(group -> groups.put(group.name(), group));
    }

    /** Layers that can't be drawn, and why. */
    Map<String, String> leftOut() {
        return Map.copyOf(leftOut);
    }

    List<MapLayer> all() {
        List<MapLayer> all = new ArrayList<>();
        layers.keySet().forEach(name -> find(name).ifPresent(all::add));
        groups.keySet().forEach(name -> find(name).ifPresent(all::add));
        return all;
    }

    Optional<MapLayer> find(String name) {
        GroupEntry group = groups.get(name);
        if (group != null) {
            List<MapLayer> members = group.layers().stream()
                    .flatMap(member -> find(member).stream())
                    .toList();
            return members.isEmpty()
                    ? Optional.empty()
                    : Optional.of(MapLayer.group(
                            MapLayer.About.of(
                                    name,
                                    Objects.requireNonNullElse(group.title(), name),
                                    Objects.requireNonNullElse(group.description(), ""),
                                    List.of("group")),
                            members));
        }
        LayerEntry entry = layers.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        return open.get(name, key -> {
            Optional<MapLayer> layer = open(entry);
            layer.ifPresent(found -> leftOut.remove(name));
            return layer;
        });
    }

    private Optional<MapLayer> open(LayerEntry entry) {
        try {
            List<Granule> granules = new ArrayList<>();
            if (entry.source() != null) {
                granules.add(granule(entry, entry.source(), null));
            }
            for (LayerEntry.TimedSource timed : entry.timed()) {
                String[] ends = timed.time().split("/");
                Season season = new Season(LocalDate.parse(ends[0]), LocalDate.parse(ends[1]));
                granules.add(0, granule(entry, timed.source(), season));
            }
            MapLayer.About about = new MapLayer.About(
                    entry.name(),
                    entry.heading(),
                    Objects.requireNonNullElse(entry.description(), ""),
                    entry.words().isEmpty() ? List.of("raster") : entry.words(),
                    entry.attribution(),
                    Boolean.TRUE.equals(entry.opaque()),
                    !Boolean.FALSE.equals(entry.queryable()));
            return Optional.of(MapLayer.of(
                    about,
                    granules,
                    entry.styleNames(),
                    (style, classes) -> config.style(style, classes).orElseThrow(),
                    MapLayer.Lifetime.SHORT,
                    true));
        } catch (GeocropException | java.time.DateTimeException | ArrayIndexOutOfBoundsException e) {
            LOG.warn("The layer {} is left out: {}", entry.name(), e.getMessage());
            leftOut.put(entry.name(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Granule granule(LayerEntry entry, String source, @Nullable Season season) {
        Cog cog = Cog.open(source(entry, source), tiles);
        PixelGrid grid = cog.placed();
        String id = entry.name() + "#" + source + "#" + cog.etag();
        List<org.geocrop.model.CropClass> classes = config.style(
                        entry.styleNames().get(0), List.of())
                .map(look -> look.style() instanceof Style.Classes c ? c.classes() : null)
                .orElse(List.of());
        return Granule.of(id, grid, grid.lonLatBounds(), season, classes, () -> cog, null, null);
    }

    private ByteSource source(LayerEntry entry, String source) {
        URI href = href(source);
        if (!WorldFileImage.is(source)) {
            return sources.open(href);
        }
        if (entry.crs() == null) {
            throw new RasterException(source + " needs a crs in layers.yaml");
        }
        for (String name : WorldFileImage.worldFiles(href.toString())) {
            Optional<byte[]> world = bytes(URI.create(name));
            if (world.isPresent()) {
                byte[] image = bytes(href).orElseThrow(() -> new RasterException(source + " can't be read"));
                return WorldFileImage.cog(
                        source, image, world.get(), CrsName.parse(entry.crs()).epsg(), cache);
            }
        }
        throw new RasterException(source + " has no world file beside it");
    }

    private Optional<byte[]> bytes(URI href) {
        try (ByteSource source = sources.open(href)) {
            if (source.size() > MAX_PICTURE) {
                throw new RasterException(href + " has more than " + MAX_PICTURE + " bytes");
            }
            return Optional.of(source.read(0, (int) source.size()));
        } catch (RasterException e) {
            LOG.debug("{} can't be read", href, e);
            return Optional.empty();
        }
    }

    private URI href(String source) {
        if (source.matches("[a-z][a-z0-9+.-]+:.*")) {
            return URI.create(source);
        }
        Path folder = config.folder();
        return (folder == null ? Path.of(source) : folder.resolve(source))
                .toAbsolutePath()
                .toUri();
    }
}
