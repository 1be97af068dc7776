package org.geocrop.boosting;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.CropClass;
import org.geocrop.model.Trainer;
import org.geocrop.pipeline.sampling.TrainingTable;

/** Rows of a label raster as a trainer wants them: of the classes that are meant, no class too large. */
public final class LabelledTable {

    private LabelledTable() {}

    /**
     * A class and the value that it has in the label raster.
     *
     * @param value in the raster; rows of values that no class has are left out
     */
    public record LabelledClass(int value, CropClass cropClass) {}

    /**
     * Chooses rows; a group is a field.
     *
     * @param maxRowsPerClass rows beyond are left out at random, so that a large class costs no more than a small one
     * @throws ModelException if fewer than two of the classes have rows
     */
    public static Trainer.Samples samples(
            TrainingTable table, List<LabelledClass> labelled, int maxRowsPerClass, long seed) {
        List<LabelledClass> present = labelled.stream()
                .filter(c -> Arrays.stream(table.labels()).anyMatch(v -> v == c.value()))
                .sorted(java.util.Comparator.comparingInt(c -> c.cropClass().id()))
                .toList();
        if (present.size() < 2) {
            throw new ModelException("Training needs rows of at least two classes; of "
                    + labelled.stream().map(LabelledClass::value).toList() + " the labels hold "
                    + present.stream().map(LabelledClass::value).toList());
        }
        int[] index = Arrays.stream(table.labels())
                .map(value -> indexOf(present, value))
                .toArray();
        int[] kept = some(index, present.size(), maxRowsPerClass, seed);
        float[] features = new float[kept.length * FeatureSet.COUNT];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(
                    table.rows(), kept[i] * FeatureSet.COUNT, features, i * FeatureSet.COUNT, FeatureSet.COUNT);
        }
        return new Trainer.Samples(
                present.stream().map(LabelledClass::cropClass).toList(),
                features,
                Arrays.stream(kept).map(row -> index[row]).toArray(),
                Arrays.stream(kept).map(row -> table.fields()[row]).toArray(),
                new double[0]);
    }

    /** At most so many rows of each class, drawn at random; rows with a negative label are left out. */
    static int[] some(int[] labels, int classes, int most, long seed) {
        int[] order = IntStream.range(0, labels.length).toArray();
        Random random = new Random(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = order[j];
            order[j] = order[i];
            order[i] = other;
        }
        int[] taken = new int[classes];
        return Arrays.stream(order)
                .filter(row -> labels[row] >= 0 && taken[labels[row]]++ < most)
                .toArray();
    }

    private static int indexOf(List<LabelledClass> classes, int value) {
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).value() == value) {
                return i;
            }
        }
        return -1;
    }
}
