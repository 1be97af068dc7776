package org.geocrop.models;

import java.util.List;
import org.geocrop.models.lightgbm.LightgbmTrainer;
import org.geocrop.models.xgboost.XgboostTrainer;

/** Every type of member that this installation can train. */
public final class Trainers {

    private Trainers() {}

    public static List<MemberTrainer> all() {
        return List.of(new XgboostTrainer(), new LightgbmTrainer());
    }
}
