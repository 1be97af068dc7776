package org.geocrop.process.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.PixelGrid;
import org.geocrop.model.Trainer;
import org.geocrop.pipeline.sampling.PixelSampler;
import org.geocrop.process.input.Locations;

/** Rows as they are read. */
final class CollectedRows implements PixelSampler.Sink {

    private static final int MIN_ROWS = 2;
    private final TrainingLabels given;
    private final PixelGrid grid;
    private final int blockPixels;
    private final List<float[]> features = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private final List<Integer> groups = new ArrayList<>();
    private final TreeSet<Integer> seen = new TreeSet<>();
    /** The block of a location is that of its first pixel: a field is not cut. */
    private final Map<Integer, Integer> blockOf = new HashMap<>();

    CollectedRows(TrainingLabels given, PixelGrid grid, int blockM) {
        this.given = given;
        this.grid = grid;
        this.blockPixels = Math.max(1, (int) Math.round(blockM / grid.resX()));
    }

    @Override
    public void accept(PixelSampler.Pixel pixel, int observations, float[] row) {
        int label = given.of()[pixel.feature()];
        if (label < 0) {
            return;
        }
        seen.add(pixel.feature());
        int across = grid.width() / blockPixels + 1;
        int block = pixel.row() / blockPixels * across + pixel.col() / blockPixels;
        features.add(row.clone());
        labels.add(label);
        groups.add(blockOf.computeIfAbsent(pixel.feature(), key -> block));
    }

    int size() {
        return labels.size();
    }

    String describe(Locations locations) {
        return labels.size() + " rows of " + seen.size() + " samples; " + (locations.size() - seen.size())
                + " samples left out: of another class, or with too few clear dates";
    }

    /** Classes that have no row are left out. */
    Trainer.Samples samples(double[] bounds) {
        TreeSet<Integer> present = new TreeSet<>();
        Map<Integer, Integer> count = new HashMap<>();
        labels.forEach(label -> count.merge(label, 1, Integer::sum));
        count.forEach((label, n) -> {
            if (n >= MIN_ROWS) {
                present.add(label);
            }
        });
        if (present.size() < 2) {
            throw new InvalidRequestException(
                    "inputs/samples: fewer than two classes have " + MIN_ROWS + " pixels with enough clear dates");
        }
        List<Integer> order = List.copyOf(present);
        List<Integer> rows = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (present.contains(labels.get(i))) {
                rows.add(i);
            }
        }
        float[] table = new float[rows.size() * FeatureSet.COUNT];
        int[] label = new int[rows.size()];
        int[] group = new int[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(features.get(rows.get(i)), 0, table, i * FeatureSet.COUNT, FeatureSet.COUNT);
            label[i] = order.indexOf(labels.get(rows.get(i)));
            group[i] = groups.get(rows.get(i));
        }
        return new Trainer.Samples(order.stream().map(given.classes()::get).toList(), table, label, group, bounds);
    }
}
