package org.geocrop.boosting.lightgbm;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.geocrop.boosting.Boosting;
import org.geocrop.boosting.MemberTrainer;
import org.geocrop.boosting.TrainingRows;
import org.geocrop.model.PredictorLoader;

/** Trains LightGBM by its own library. */
public final class LightgbmTrainer implements MemberTrainer {

    private static final int MAX_LEAVES = 127;
    private static final long FIRST_GUESS = 1 << 20;

    @Override
    public PredictorLoader loader() {
        return new LightgbmLoader();
    }

    @Override
    public String file() {
        return "lightgbm.txt";
    }

    @Override
    public byte[] train(TrainingRows rows, Boosting how) {
        LightgbmLibrary.need();
        String settings = settings(rows, how);
        SWIGTYPE_p_float features = copy(rows.features());
        SWIGTYPE_p_p_void dataset = lightgbmlib.new_voidpp();
        SWIGTYPE_p_p_void booster = lightgbmlib.new_voidpp();
        boolean hasDataset = false;
        boolean hasBooster = false;
        try {
            LightgbmLibrary.check(
                    lightgbmlib.LGBM_DatasetCreateFromMat(
                            lightgbmlib.float_to_voidp_ptr(features),
                            lightgbmlibConstants.C_API_DTYPE_FLOAT32,
                            rows.size(),
                            rows.width(),
                            1,
                            settings,
                            null,
                            dataset),
                    "read the rows");
            hasDataset = true;
            float[] labels = new float[rows.size()];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = rows.labels()[i];
            }
            field(lightgbmlib.voidpp_value(dataset), "label", labels);
            field(lightgbmlib.voidpp_value(dataset), "weight", rows.weights());
            LightgbmLibrary.check(
                    lightgbmlib.LGBM_BoosterCreate(lightgbmlib.voidpp_value(dataset), settings, booster), "begin");
            hasBooster = true;
            grow(lightgbmlib.voidpp_value(booster), how.rounds());
            return text(lightgbmlib.voidpp_value(booster)).getBytes(StandardCharsets.UTF_8);
        } finally {
            if (hasBooster) {
                lightgbmlib.LGBM_BoosterFree(lightgbmlib.voidpp_value(booster));
            }
            if (hasDataset) {
                lightgbmlib.LGBM_DatasetFree(lightgbmlib.voidpp_value(dataset));
            }
            lightgbmlib.delete_voidpp(dataset);
            lightgbmlib.delete_voidpp(booster);
            lightgbmlib.delete_floatArray(features);
        }
    }

    private static String settings(TrainingRows rows, Boosting how) {
        return String.format(
                Locale.ROOT,
                "objective=multiclass num_class=%d max_depth=%d num_leaves=%d learning_rate=%s bagging_fraction=%s"
                        + " bagging_freq=1 feature_fraction_bynode=%s min_data_in_leaf=%d num_threads=%d seed=%d"
                        + " deterministic=true force_row_wise=true verbosity=-1",
                rows.classes(),
                how.depth(),
                Math.min(MAX_LEAVES, 1 << how.depth()),
                how.eta(),
                how.subsample(),
                how.columnSample(),
                how.depth() > 8 ? 2 : Math.max(2, Math.min(20, rows.size() / 100)),
                how.threads(),
                Math.floorMod(how.seed(), Integer.MAX_VALUE));
    }

    private static SWIGTYPE_p_float copy(float[] values) {
        SWIGTYPE_p_float array = lightgbmlib.new_floatArray(values.length);
        for (int i = 0; i < values.length; i++) {
            lightgbmlib.floatArray_setitem(array, i, values[i]);
        }
        return array;
    }

    private static void field(SWIGTYPE_p_void dataset, String name, float[] values) {
        SWIGTYPE_p_float array = copy(values);
        try {
            LightgbmLibrary.check(
                    lightgbmlib.LGBM_DatasetSetField(
                            dataset,
                            name,
                            lightgbmlib.float_to_voidp_ptr(array),
                            values.length,
                            lightgbmlibConstants.C_API_DTYPE_FLOAT32),
                    "take the field " + name);
        } finally {
            lightgbmlib.delete_floatArray(array);
        }
    }

    private static void grow(SWIGTYPE_p_void booster, int rounds) {
        SWIGTYPE_p_int finished = lightgbmlib.new_intp();
        try {
            for (int round = 0; round < rounds; round++) {
                LightgbmLibrary.check(lightgbmlib.LGBM_BoosterUpdateOneIter(booster, finished), "train");
                if (lightgbmlib.intp_value(finished) == 1) {
                    return;
                }
            }
        } finally {
            lightgbmlib.delete_intp(finished);
        }
    }

    private static String text(SWIGTYPE_p_void booster) {
        SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
        try {
            // It grows its buffer where the first guess is too small.
            return lightgbmlib.LGBM_BoosterSaveModelToStringSWIG(booster, 0, -1, 0, FIRST_GUESS, length);
        } finally {
            lightgbmlib.delete_int64_tp(length);
        }
    }
}
