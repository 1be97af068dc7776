package org.geocrop.boosting;

import org.geocrop.model.Predictor;
import org.geocrop.model.PredictorLoader;

/** Trains members of one type. */
public interface MemberTrainer {

    /** What loads and evaluates the members that it trains. */
    PredictorLoader loader();

    /** Name of the file in a bundle. */
    String file();

    /**
     * Trains.
     *
     * @return the member's file
     * @throws org.geocrop.error.ModelException if the library can't
     */
    byte[] train(TrainingRows rows, Boosting how);

    default String type() {
        return loader().type();
    }

    /** Trains, and makes ready to predict. */
    default Predictor fit(TrainingRows rows, Boosting how) {
        return loader().load(file(), train(rows, how), rows.width(), rows.classes());
    }
}
