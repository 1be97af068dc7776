package org.geocrop.boosting.catboost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.geocrop.boosting.FeatureNames;
import org.geocrop.error.ModelException;
import org.geocrop.json.Json;
import org.geocrop.model.Predictor;
import org.geocrop.model.PredictorLoader;

/**
 * Loads CatBoost's binary format ({@code .cbm}): symmetric trees over numerical features, for {@code MultiClass},
 * {@code MultiClassOneVsAll}, {@code Logloss} and {@code CrossEntropy}. The document is a FlatBuffer after the letters CBM1 and its length.
 */
public final class CatboostLoader implements PredictorLoader {

    public static final String TYPE = "catboost";

    private static final byte[] MAGIC = "CBM1".getBytes(StandardCharsets.US_ASCII);

    // Fields of the core, of the trees and of a feature, by their places in CatBoost's schema.
    private static final int CORE_TREES = 1;
    private static final int CORE_INFO = 2;
    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final int DIMENSION = 0;
    private static final int SPLITS = 1;
    private static final int SIZES = 2;
    private static final int CATEGORICAL_FEATURES = 4;
    private static final int FLOAT_FEATURES = 5;
    private static final int ONE_HOT_FEATURES = 6;
    private static final int CTR_FEATURES = 7;
    private static final int LEAF_VALUES = 8;
    private static final int NON_SYMMETRIC_STEPS = 10;
    private static final int SCALE = 14;
    private static final int BIAS = 15;
    private static final int BIASES = 16;
    private static final int FEATURE_INDEX = 2;
    private static final int BORDERS = 3;
    private static final int FEATURE_ID = 4;
    private static final int NAN_TREATMENT = 5;
    private static final int NAN_IS_HIGH = 2;

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Predictor load(String file, byte[] bytes, int features, int classes) {
        try {
            return parse(core(bytes), features, classes);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            throw new ModelException("The member " + file + " is not a CatBoost model that fits: " + e.getMessage(), e);
        }
    }

    private static FlatBuffer core(byte[] bytes) {
        if (bytes.length < 12 || !Arrays.equals(bytes, 0, 4, MAGIC, 0, 4)) {
            throw new IllegalArgumentException("it does not begin with CBM1");
        }
        int size = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        if (size < 4 || size > bytes.length - 8) {
            throw new IllegalArgumentException("it is cut off");
        }
        return FlatBuffer.root(Arrays.copyOfRange(bytes, 8, 8 + size));
    }

    private static Predictor parse(FlatBuffer core, int features, int classes) {
        FlatBuffer trees = core.child(CORE_TREES);
        if (trees.count(NON_SYMMETRIC_STEPS) > 0) {
            throw new IllegalArgumentException("its trees are not symmetric (grow_policy)");
        }
        if (trees.count(CATEGORICAL_FEATURES) + trees.count(ONE_HOT_FEATURES) + trees.count(CTR_FEATURES) > 0) {
            throw new IllegalArgumentException("it has categorical features");
        }
        int dimension = trees.integer(DIMENSION, 0);
        int own = trees.count(FLOAT_FEATURES);
        if (own != features || (dimension == 1 ? 2 : dimension) != classes) {
            throw new IllegalArgumentException(
                    "it has " + own + " features and " + dimension + " outputs, not " + features + " and " + classes);
        }
        boolean oneVersusAll = isOneVersusAll(loss(core), dimension);
        float[][] borders = new float[features][];
        boolean[] nanIsHigh = new boolean[features];
        String[] names = new String[features];
        for (int i = 0; i < features; i++) {
            FlatBuffer feature = trees.child(FLOAT_FEATURES, i);
            int index = feature.integer(FEATURE_INDEX, -1);
            if (index < 0 || index >= features || borders[index] != null) {
                throw new IllegalArgumentException("it has a feature with the index " + index);
            }
            borders[index] = feature.floats(BORDERS);
            nanIsHigh[index] = feature.single(NAN_TREATMENT, (byte) 0) == NAN_IS_HIGH;
            names[index] = feature.text(FEATURE_ID);
        }
        FeatureNames.check(Arrays.asList(names));
        double[] biases = trees.doubles(BIASES);
        if (biases.length == 0) {
            biases = new double[dimension];
            Arrays.fill(biases, trees.decimal(BIAS, 0));
        }
        return new ObliviousTrees(
                borders,
                nanIsHigh,
                trees.integers(SPLITS),
                trees.integers(SIZES),
                trees.doubles(LEAF_VALUES),
                trees.decimal(SCALE, 1),
                biases,
                oneVersusAll);
    }

    /** The loss function that the model was trained for, from the parameters that are kept in it. */
    private static String loss(FlatBuffer core) {
        for (int i = 0; i < core.count(CORE_INFO); i++) {
            FlatBuffer entry = core.child(CORE_INFO, i);
            if ("params".equals(entry.text(KEY))) {
                try {
                    return Json.read(entry.text(VALUE).getBytes(StandardCharsets.UTF_8))
                            .path("loss_function")
                            .path("type")
                            .asString("");
                } catch (Json.MalformedException e) {
                    throw new IllegalArgumentException("its parameters are no JSON: " + e.getMessage(), e);
                }
            }
        }
        return "";
    }

    private static boolean isOneVersusAll(String loss, int dimension) {
        boolean fits = switch (loss) {
            case "Logloss", "CrossEntropy" -> dimension == 1;
            case "MultiClass", "MultiClassOneVsAll" -> dimension > 1;
            default -> false;
        };
        if (!fits) {
            throw new IllegalArgumentException("its loss_function is " + (loss.isEmpty() ? "not named" : loss)
                    + " with " + dimension + " outputs, not MultiClass, MultiClassOneVsAll, Logloss or CrossEntropy");
        }
        return loss.equals("MultiClassOneVsAll");
    }
}
