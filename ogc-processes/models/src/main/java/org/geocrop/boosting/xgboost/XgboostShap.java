package org.geocrop.boosting.xgboost;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.geocrop.error.ModelException;

/** Apart from the loader, which works where the library is not there, as in GeoServer. */
final class XgboostShap {

    private XgboostShap() {}

    /** {@code trees} of each class count; 0 for all. */
    static Optional<float[][]> contributions(String file, byte[] bytes, float[] row, int classes, int trees) {
        DMatrix matrix = null;
        Booster booster = null;
        try {
            matrix = new DMatrix(row, 1, row.length, Float.NaN);
            booster = XGBoost.loadModel(new ByteArrayInputStream(bytes));
            float[] flat = booster.predictContrib(matrix, trees)[0];
            int width = row.length + 1;
            float[][] contributions = new float[flat.length / width][];
            for (int c = 0; c < contributions.length; c++) {
                contributions[c] = Arrays.copyOfRange(flat, c * width, (c + 1) * width);
            }
            return contributions.length == classes ? Optional.of(contributions) : Optional.empty();
        } catch (XGBoostError | IOException e) {
            throw new ModelException("XGBoost could not explain " + file + ": " + e.getMessage(), e);
        } finally {
            if (booster != null) {
                booster.dispose();
            }
            if (matrix != null) {
                matrix.dispose();
            }
        }
    }
}
