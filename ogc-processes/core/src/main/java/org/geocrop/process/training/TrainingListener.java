package org.geocrop.process.training;

import org.geocrop.model.Trainer;
import org.jspecify.annotations.Nullable;

/** Hears of trainings. None of its troubles may hold one up. */
public interface TrainingListener {

    /** Nobody listens. */
    TrainingListener NONE = (trained, plan) -> {};

    /** A training begins; gives the id under which it is tracked elsewhere, or null. */
    default @Nullable String begun(Trainer.Plan plan) {
        return null;
    }

    /** It failed. */
    default void failed(Trainer.Plan plan, @Nullable String runId) {}

    /** A model is in the store, without its files; told again after a crash. */
    void trained(Trainer.Trained trained, Trainer.Plan plan);
}
