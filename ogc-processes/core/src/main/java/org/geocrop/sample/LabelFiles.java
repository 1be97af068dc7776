package org.geocrop.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;

/** The label rasters: pixels wholly within fields to train with and to test with, and every pixel. */
final class LabelFiles implements AutoCloseable {

    private static final int TILE = 512;
    private static final double TRAIN_SHARE = 0.3;
    private static final double TEST_SHARE = 0.3;

    private final CogWriter train;
    private final CogWriter test;
    private final CogWriter truth;
    private final long seed;

    LabelFiles(PixelGrid grid, long seed) {
        this.seed = seed;
        this.train = writer(grid, "train");
        this.test = writer(grid, "test");
        this.truth = writer(grid, "truth");
    }

    private static CogWriter writer(PixelGrid grid, String name) {
        int[] palette = new int[256];
        LandCover.classes().forEach(c -> palette[c.id()] = c.rgb());
        return new CogWriter(
                grid, CogProfile.classes(name, palette, Map.of()).withTileSize(SceneFiles.tileSize(grid, TILE)));
    }

    /** Takes a block; from any thread. */
    void write(Window window, LandscapeBlock block) {
        int[] toTrain = new int[window.size()];
        int[] toTest = new int[window.size()];
        int[] all = new int[window.size()];
        for (int i = 0; i < all.length; i++) {
            int cover = block.cover(i).id();
            all[i] = cover;
            long field = block.pureField(i);
            double draw = Noise.uniform(field, 0, seed + 90);
            if (field != 0 && draw < TRAIN_SHARE) {
                toTrain[i] = cover;
            } else if (field != 0 && draw < TRAIN_SHARE + TEST_SHARE) {
                toTest[i] = cover;
            }
        }
        train.write(window, toTrain);
        test.write(window, toTest);
        truth.write(window, all);
    }

    void finish(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, CogWriter> files = Map.of("train", train, "test", test, "truth", truth);
        for (Map.Entry<String, CogWriter> file : files.entrySet()) {
            SceneFiles.finish(file.getValue(), folder.resolve(file.getKey() + ".tif"));
        }
    }

    @Override
    public void close() {
        List.of(train, test, truth).forEach(CogWriter::close);
    }
}
