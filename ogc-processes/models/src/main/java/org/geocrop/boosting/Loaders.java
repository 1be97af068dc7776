package org.geocrop.boosting;

import java.util.List;
import org.geocrop.boosting.catboost.CatboostLoader;
import org.geocrop.boosting.lightgbm.LightgbmLoader;
import org.geocrop.boosting.xgboost.XgboostLoader;
import org.geocrop.model.PredictorLoader;

/** Every type of member that this installation can evaluate. */
public final class Loaders {

    private Loaders() {}

    public static List<PredictorLoader> all() {
        return List.of(new XgboostLoader(), new LightgbmLoader(), new CatboostLoader());
    }
}
