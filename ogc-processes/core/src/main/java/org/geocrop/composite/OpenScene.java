package org.geocrop.composite;

import java.net.URI;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import org.geocrop.error.RasterException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.mask.ClearMask;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Band;
import org.geocrop.stac.Scene;
import org.geocrop.store.Sources;
import org.jspecify.annotations.Nullable;

/** A scene whose COGs are open. Thread-safe. */
public final class OpenScene implements AutoCloseable {

    private final Scene scene;
    private final Map<Band, BandFile> files = new ConcurrentSkipListMap<>();

    private OpenScene(Scene scene) {
        this.scene = scene;
    }

    /**
     * Opens the six COGs of a scene.
     *
     * @throws RasterException if one of them can't be read or is not where and what it should be
     */
    public static OpenScene open(Scene scene, Sources sources, TileCache cache) {
        OpenScene opened = new OpenScene(scene);
        try {
            opened.open(List.of(Band.values()), sources, cache);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Opens a scene if it has a clear pixel in an area: the SCL is looked at first, so that a scene without one costs no
     * more than that; then the other bands are opened at the same time. The result is empty if there is none, and fails
     * as {@link #open} does.
     *
     * @param area in which pixels will be wanted
     * @param readers run the tasks
     */
    public static CompletableFuture<Optional<OpenScene>> openIfClear(
            Scene scene, Sources sources, TileCache cache, PixelGrid area, Executor readers) {
        OpenScene opened = new OpenScene(scene);
        return CompletableFuture.supplyAsync(() -> opened.hasClear(sources, cache, area), readers)
                .thenCompose(hasClear -> hasClear
                        ? opened.openReflectance(sources, cache, readers).thenApply(nothing -> Optional.of(opened))
                        : CompletableFuture.completedFuture(Optional.<OpenScene>empty()))
                .whenComplete((result, fault) -> {
                    if (fault != null || result.isEmpty()) {
                        opened.close();
                    }
                });
    }

    private boolean hasClear(Sources sources, TileCache cache, PixelGrid area) {
        if (!scene.missingBands().isEmpty()) {
            open(List.of(Band.values()), sources, cache);
        }
        open(List.of(Band.SCL), sources, cache);
        return isClearWithin(area);
    }

    /** Ends when all have, so that what was opened can be closed. */
    private CompletableFuture<Void> openReflectance(Sources sources, TileCache cache, Executor readers) {
        return CompletableFuture.allOf(Band.REFLECTANCE.stream()
                .map(band -> CompletableFuture.runAsync(() -> open(List.of(band), sources, cache), readers))
                .toArray(CompletableFuture<?>[]::new));
    }

    private void open(Collection<Band> bands, Sources sources, TileCache cache) {
        bands.forEach(band -> files.put(band, BandFile.open(scene, band, sources, cache)));
    }

    /** Looks tile by tile until it finds a clear pixel; of scenes of another zone it takes for granted that there is one. */
    private boolean isClearWithin(PixelGrid area) {
        BandFile scl = file(Band.SCL);
        if (scl.grid().epsg() != area.epsg()) {
            return true;
        }
        SourceIndex index = SourceIndex.of(area, scl.grid());
        if (index == null) {
            return false;
        }
        for (Window tile : scl.cog().tiles(index.window())) {
            if (ClearMask.anyClear(scl.numbers(tile))) {
                return true;
            }
        }
        return false;
    }

    public Scene scene() {
        return scene;
    }

    /** The validator of each band's file when it was opened. */
    public Map<Band, String> etags() {
        Map<Band, String> etags = new EnumMap<>(Band.class);
        files.forEach((band, file) -> etags.put(band, file.cog().etag()));
        return etags;
    }

    /** The address by which a band was opened. */
    public URI href(Band band) {
        return file(band).href();
    }

    /**
     * Reads the clear pixels of the scene: the SCL first, and the other bands only if it has any.
     *
     * @param target where pixels are wanted; 10 m bands on the same lattice are read as they are, others nearest
     * @param isSeenWanted whether to tell which pixels the scene has, clear or not
     * @return null if the scene has nothing there that was asked for
     */
    @Nullable ScenePixels read(PixelGrid target, boolean isSeenWanted) {
        Map<PixelGrid, SourceIndex> indexes = new HashMap<>();
        SourceIndex places = index(Band.SCL, target, indexes);
        if (places == null) {
            return null;
        }
        int[] scl = new int[target.width() * target.height()];
        places.gather(file(Band.SCL).numbers(places.window()), scl);
        char[][] codes = ClearMask.anyClear(scl) ? codes(target, indexes, scl) : null;
        if (!isSeenWanted) {
            return codes == null ? null : new ScenePixels(codes, null);
        }
        boolean[] seen = new boolean[scl.length];
        for (int i = 0; i < scl.length; i++) {
            seen[i] = scl[i] != 0 && (codes == null || codes[0][i] != 0 || !ClearMask.isClear(scl[i]));
        }
        return new ScenePixels(codes, seen);
    }

    private char @Nullable [][] codes(PixelGrid target, Map<PixelGrid, SourceIndex> indexes, int[] scl) {
        char[][] codes = new char[Band.REFLECTANCE.size()][scl.length];
        for (int i = 0; i < codes.length; i++) {
            SourceIndex index = index(Band.REFLECTANCE.get(i), target, indexes);
            if (index == null) {
                return null;
            }
            file(Band.REFLECTANCE.get(i)).codes(index, codes[i]);
        }
        ClearMask.apply(scl, codes);
        return codes;
    }

    private @Nullable SourceIndex index(Band band, PixelGrid target, Map<PixelGrid, SourceIndex> indexes) {
        PixelGrid grid = file(band).grid();
        SourceIndex index = indexes.containsKey(grid) ? indexes.get(grid) : SourceIndex.of(target, grid);
        if (index != null) {
            indexes.put(grid, index);
        }
        return index;
    }

    /** Bytes of the packed tiles, of all bands, that a read of these pixels needs. */
    public long packedBytes(PixelGrid target) {
        long bytes = 0;
        for (BandFile file : files.values()) {
            SourceIndex index = SourceIndex.of(target, file.grid());
            bytes += index == null ? 0 : file.cog().packedBytes(index.window());
        }
        return bytes;
    }

    /** The lattice of the scene's 10 m pixels. */
    public PixelGrid grid() {
        return file(Band.B04).grid();
    }

    /** Whether a pixel of the target is clear, as far as SCL says. */
    boolean isClear(PixelGrid target) {
        SourceIndex places = SourceIndex.of(target, file(Band.SCL).grid());
        if (places == null) {
            return false;
        }
        int[] scl = new int[target.width() * target.height()];
        places.gather(file(Band.SCL).numbers(places.window()), scl);
        return ClearMask.anyClear(scl);
    }

    /** Width and height in metres of a tile, or strip, of a band. */
    public double[] tileMetres(Band band) {
        BandFile file = file(band);
        return new double[] {
            file.cog().tileWidth() * file.grid().resX(),
            file.cog().tileHeight() * file.grid().resY()
        };
    }

    BandFile file(Band band) {
        return Objects.requireNonNull(files.get(band));
    }

    @Override
    public void close() {
        files.values().forEach(BandFile::close);
    }
}
