package org.geocrop.boosting;

import java.util.List;
import org.geocrop.boosting.lightgbm.LightgbmTrainer;
import org.geocrop.boosting.xgboost.XgboostTrainer;

/** Every type of member that this installation can train. */
public final class Trainers {

    private Trainers() {}

    public static List<MemberTrainer> all() {
        return List.of(new XgboostTrainer(), new LightgbmTrainer());
    }
}
