package org.geocrop.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model: the weighted mean of its members' class probabilities. Ties go to the lower class id. Thread-safe.
 */
public final class Ensemble {

    private final ModelBundle bundle;
    private final String sha256;
    private final List<Predictor> members;
    private final float[] weights;
    private final @Nullable Applicability applicability;

    Ensemble(ModelBundle bundle, String sha256, List<Predictor> members, @Nullable Applicability applicability) {
        this.applicability = applicability;
        this.bundle = bundle;
        this.sha256 = sha256;
        this.members = List.copyOf(members);
        double total = bundle.members().stream()
                .mapToDouble(ModelBundle.Member::weight)
                .sum();
        this.weights = new float[members.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (bundle.members().get(i).weight() / total);
        }
    }

    public ModelBundle bundle() {
        return bundle;
    }

    /** SHA-256 of {@code model.json}, which holds those of the members: it names the exact model. */
    public String sha256() {
        return sha256;
    }

    /** What its training rows were like; null where the bundle does not tell. */
    public @Nullable Applicability applicability() {
        return applicability;
    }

    public List<CropClass> classes() {
        return bundle.classes();
    }

    /**
     * Class probabilities of rows of raw features.
     *
     * @param rows {@code count x 51}; changed if the model has a scaler
     * @param probabilities filled, {@code count x classes}
     */
    public void predict(float[] rows, int count, float[] probabilities) {
        scale(bundle.scaler(), rows, count);
        int values = count * classes().size();
        if (members.size() == 1) {
            members.get(0).predict(rows, count, probabilities);
        } else {
            mean(rows, count, probabilities, values);
        }
        if (bundle.temperature() != null) {
            calibrate(1 / bundle.temperature(), probabilities, count);
        }
    }

    /** Class probabilities of one member alone, not calibrated; rows are not scaled again. */
    public void predictMember(int member, float[] scaledRows, int count, float[] probabilities) {
        members.get(member).predict(scaledRows, count, probabilities);
    }

    /** A row as the members see it. */
    public float[] scaled(float[] row) {
        float[] copy = row.clone();
        scale(bundle.scaler(), copy, 1);
        return copy;
    }

    private void mean(float[] rows, int count, float[] probabilities, int values) {
        float[] own = new float[values];
        java.util.Arrays.fill(probabilities, 0, values, 0);
        for (int m = 0; m < weights.length; m++) {
            members.get(m).predict(rows, count, own);
            for (int i = 0; i < values; i++) {
                probabilities[i] += weights[m] * own[i];
            }
        }
    }

    private void calibrate(double power, float[] probabilities, int count) {
        int classes = classes().size();
        for (int row = 0; row < count; row++) {
            double sum = 0;
            for (int i = row * classes; i < (row + 1) * classes; i++) {
                double p = Math.pow(probabilities[i], power);
                probabilities[i] = (float) p;
                sum += p;
            }
            for (int i = row * classes; i < (row + 1) * classes; i++) {
                probabilities[i] /= (float) sum;
            }
        }
    }

    private static void scale(ModelBundle.@Nullable Scaler scaler, float[] rows, int count) {
        if (scaler == null) {
            return;
        }
        int features = scaler.mean().length;
        for (int i = 0; i < count * features; i++) {
            int f = i % features;
            rows[i] = (float) ((rows[i] - scaler.mean()[f]) / scaler.scale()[f]);
        }
    }
}
