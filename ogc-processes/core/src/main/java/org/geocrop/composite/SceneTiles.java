package org.geocrop.composite;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.raster.HeldTiles;
import org.geocrop.stac.Band;
import org.jspecify.annotations.Nullable;

/**
 * The decoded tiles of a scene that one cell of blocks needs. First those of SCL are loaded, then those of the other
 * bands where a block has clear pixels. Different bands may be loaded at the same time.
 */
final class SceneTiles {

    private final OpenScene scene;
    private final Map<Band, HeldTiles> tiles = new EnumMap<>(Band.class);
    private Set<PixelGrid> clear = Set.of();

    /**
     * None of them yet.
     *
     * @param bounds all that will be asked for
     */
    SceneTiles(OpenScene scene, boolean isCached, List<PixelGrid> bounds) {
        this.scene = scene;
        for (Band band : Band.values()) {
            int endRow = windows(band, bounds).stream()
                    .mapToInt(Window::endRow)
                    .max()
                    .orElse(0);
            tiles.put(band, scene.file(band).cog().hold(isCached, endRow + SourceIndex.OFF));
        }
    }

    OpenScene scene() {
        return scene;
    }

    /** Loads SCL for blocks, and remembers which of them have clear pixels. */
    void loadMask(List<PixelGrid> blocks) {
        load(Band.SCL, blocks);
        clear = new HashSet<>(blocks.stream().filter(scene::isClear).toList());
    }

    boolean hasClearBlocks() {
        return !clear.isEmpty();
    }

    /** Loads a band for the blocks that have clear pixels. */
    void loadClear(Band band) {
        load(band, clear);
    }

    /** Lets go of what blocks of these bounds don't need. */
    void retain(List<PixelGrid> bounds) {
        tiles.forEach((band, held) -> held.retain(windows(band, bounds)));
    }

    /** Decoded bytes that the largest of these parts needs. */
    long weight(List<PixelGrid> parts) {
        long weight = 0;
        for (Map.Entry<Band, HeldTiles> band : tiles.entrySet()) {
            long largest = 0;
            for (PixelGrid part : parts) {
                largest = Math.max(largest, band.getValue().bytes(windows(band.getKey(), List.of(part))));
            }
            weight += largest;
        }
        return weight;
    }

    /** What the scene has of a block that was loaded. */
    @Nullable ScenePixels read(PixelGrid block, boolean isSeenWanted) {
        return clear.contains(block) || isSeenWanted ? scene.read(block, isSeenWanted) : null;
    }

    private void load(Band band, Iterable<PixelGrid> blocks) {
        Objects.requireNonNull(tiles.get(band)).hold(windows(band, blocks));
    }

    private List<Window> windows(Band band, Iterable<PixelGrid> targets) {
        List<Window> windows = new ArrayList<>();
        for (PixelGrid target : targets) {
            Window window = SourceIndex.around(target, scene.file(band).grid());
            if (window != null) {
                windows.add(window);
            }
        }
        return windows;
    }
}
