package org.geocrop.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.geocrop.feature.FeatureSet;
import org.geocrop.hash.Sha256;
import org.geocrop.model.CropClass;
import org.geocrop.model.Ensemble;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.model.Predictor;
import org.geocrop.model.PredictorLoader;
import org.geocrop.store.ObjectStore;

/** A model without training: the class says how green a pixel becomes, and by how much. */
public final class NdviLoader implements PredictorLoader {

    private static final int CLASSES = 6;

    @Override
    public String type() {
        return "ndvi";
    }

    @Override
    public Predictor load(String file, byte[] bytes, int features, int classes) {
        return new Ndvi();
    }

    private static final class Ndvi implements Predictor {

        private static final int MAX = FeatureSet.FEATURE_ORDER_V1.indexOf("ndvi_max");
        private static final int AMPLITUDE = FeatureSet.FEATURE_ORDER_V1.indexOf("ndvi_amplitude");

        @Override
        public int classes() {
            return CLASSES;
        }

        @Override
        public int features() {
            return FeatureSet.COUNT;
        }

        @Override
        public void predict(float[] rows, int count, float[] probabilities) {
            for (int i = 0; i < count; i++) {
                float green = rows[i * FeatureSet.COUNT + MAX];
                int level = green < 0.3 ? 0 : green < 0.6 ? 1 : 2;
                int best = level * 2 + (rows[i * FeatureSet.COUNT + AMPLITUDE] < 0.45 ? 0 : 1);
                for (int c = 0; c < CLASSES; c++) {
                    probabilities[i * CLASSES + c] = c == best ? 0.5f + Math.min(0.4f, Math.abs(green) / 3) : 0.01f;
                }
            }
        }
    }

    /** A store's ensemble of one such member; saved at first use. */
    public static Ensemble model(ObjectStore store) {
        ModelStore models = new ModelStore(store, List.of(new NdviLoader()));
        byte[] member = "ndvi".getBytes(StandardCharsets.UTF_8);
        if (models.list().isEmpty()) {
            models.save(
                    new ModelBundle(
                            "ndvi",
                            "1",
                            FeatureSet.VERSION,
                            FeatureSet.SHA256,
                            List.of(
                                    new CropClass(1, "bare steady", "#b8ab8a"),
                                    new CropClass(2, "bare changing", "#8c5a2b"),
                                    new CropClass(3, "sparse steady", "#a8d08d"),
                                    new CropClass(4, "sparse changing", "#f2d13c"),
                                    new CropClass(5, "dense steady", "#4caf50"),
                                    new CropClass(6, "dense changing", "#1f6b3a")),
                            new ModelBundle.SeasonWindow("09-01", "05-31"),
                            List.of(new ModelBundle.Member("ndvi", "ndvi.txt", 1, Sha256.of(member))),
                            null,
                            new ModelBundle.Training("none", null, Map.of()),
                            Map.of(),
                            null,
                            null,
                            null,
                            null,
                            null),
                    Map.of("ndvi.txt", member));
        }
        return models.load("ndvi");
    }
}
