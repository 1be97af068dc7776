package org.geocrop.models;

import java.util.List;
import org.geocrop.model.PredictorLoader;
import org.geocrop.models.catboost.CatboostLoader;
import org.geocrop.models.lightgbm.LightgbmLoader;
import org.geocrop.models.xgboost.XgboostLoader;

/** Every type of member that this installation can evaluate. */
public final class Loaders {

    private Loaders() {}

    public static List<PredictorLoader> all() {
        return List.of(new XgboostLoader(), new LightgbmLoader(), new CatboostLoader());
    }
}
