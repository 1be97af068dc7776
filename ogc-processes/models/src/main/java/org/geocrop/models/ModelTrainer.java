package org.geocrop.models;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.model.CropClass;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.models.xgboost.XgboostLoader;
import org.geocrop.models.xgboost.XgboostTrainer;
import org.geocrop.pipeline.TrainingTable;
import org.geocrop.store.Sha256;
import org.jspecify.annotations.Nullable;

/** Makes a model bundle of a training table. */
public final class ModelTrainer {

    private static final String MEMBER = "xgboost.ubj";

    private ModelTrainer() {}

    /**
     * A class and the value that it has in the label raster.
     *
     * @param value in the raster; rows of values that no class has are left out
     */
    public record LabelledClass(int value, CropClass cropClass) {}

    /** What the bundle will be called, and where its rows came from. */
    public record Identity(
            String name,
            String version,
            ModelBundle.SeasonWindow season,
            String dataset,
            @Nullable String datasetSha256) {}

    /** A bundle and its files, to be saved by {@link ModelStore#save}. */
    public record Trained(ModelBundle bundle, Map<String, byte[]> files) {}

    /**
     * Trains one XGBoost member.
     *
     * @param maxRowsPerClass rows beyond are left out at random, so that a large class costs no more than a small one
     * @param metrics that go into the bundle
     * @throws ModelException if fewer than two of the classes have rows
     */
    public static Trained train(
            TrainingTable table,
            List<LabelledClass> labelled,
            Identity identity,
            Boosting how,
            int maxRowsPerClass,
            Map<String, Double> metrics) {
        List<LabelledClass> present = labelled.stream()
                .filter(c -> Arrays.stream(table.labels()).anyMatch(v -> v == c.value()))
                .sorted(java.util.Comparator.comparingInt(c -> c.cropClass().id()))
                .toList();
        if (present.size() < 2) {
            throw new ModelException("Training needs rows of at least two classes; of "
                    + labelled.stream().map(LabelledClass::value).toList() + " the labels hold "
                    + present.stream().map(LabelledClass::value).toList());
        }
        Rows rows = Rows.of(table, present, maxRowsPerClass, how.seed());
        byte[] member = new XgboostTrainer()
                .train(TrainingRows.of(rows.features, FeatureSet.COUNT, rows.labels, present.size()), how);
        Map<String, Integer> rowsPerClass = new LinkedHashMap<>();
        for (int c = 0; c < present.size(); c++) {
            rowsPerClass.put(present.get(c).cropClass().name(), rows.count(c));
        }
        ModelBundle bundle = new ModelBundle(
                identity.name,
                identity.version,
                FeatureSet.VERSION,
                FeatureSet.SHA256,
                present.stream().map(LabelledClass::cropClass).toList(),
                identity.season,
                List.of(new ModelBundle.Member(XgboostLoader.TYPE, MEMBER, 1, Sha256.of(member))),
                null,
                new ModelBundle.Training(identity.dataset, identity.datasetSha256, rowsPerClass),
                metrics,
                null,
                null);
        return new Trained(bundle, Map.of(MEMBER, member));
    }

    /** Rows of the wanted classes with class indices for labels. */
    private record Rows(float[] features, int[] labels) {

        static Rows of(TrainingTable table, List<LabelledClass> classes, int maxRowsPerClass, long seed) {
            int[] order = shuffled(table.size(), seed);
            int[] taken = new int[classes.size()];
            int[] kept = new int[table.size()];
            int[] label = new int[table.size()];
            int size = 0;
            for (int row : order) {
                int index = indexOf(classes, table.labels()[row]);
                if (index >= 0 && taken[index] < maxRowsPerClass) {
                    taken[index]++;
                    kept[size] = row;
                    label[size++] = index;
                }
            }
            float[] features = new float[size * FeatureSet.COUNT];
            int[] labels = new int[size];
            for (int i = 0; i < size; i++) {
                System.arraycopy(
                        table.rows(), kept[i] * FeatureSet.COUNT, features, i * FeatureSet.COUNT, FeatureSet.COUNT);
                labels[i] = label[i];
            }
            return new Rows(features, labels);
        }

        private static int indexOf(List<LabelledClass> classes, int value) {
            for (int i = 0; i < classes.size(); i++) {
                if (classes.get(i).value() == value) {
                    return i;
                }
            }
            return -1;
        }

        private static int[] shuffled(int size, long seed) {
            int[] order = new int[size];
            Arrays.setAll(order, i -> i);
            Random random = new Random(seed);
            for (int i = size - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int other = order[j];
                order[j] = order[i];
                order[i] = other;
            }
            return order;
        }

        int count(int index) {
            int n = 0;
            for (int label : labels) {
                n += label == index ? 1 : 0;
            }
            return n;
        }
    }
}
