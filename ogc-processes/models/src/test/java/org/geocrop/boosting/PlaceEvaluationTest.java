package org.geocrop.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.pipeline.sampling.TrainingTable;
import org.junit.jupiter.api.Test;

class PlaceEvaluationTest {

    private static final int PIXELS = 400;
    private static final Boosting QUICK = new Boosting(10, 6, 0.1, 0.8, 0.8, 2, 42);

    /** A place whose first feature tells the class, or the other one; a third class that no other place has. */
    private static PlaceEvaluation.Place place(String name, boolean isContrary, int own) {
        Random random = new Random(name.hashCode());
        float[] rows = new float[PIXELS * FeatureSet.COUNT];
        int[] labels = new int[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            labels[i] = i % 10 == 0 ? own : 1 + i % 2;
            for (int f = 1; f < FeatureSet.COUNT; f++) {
                rows[i * FeatureSet.COUNT + f] = random.nextFloat();
            }
            rows[i * FeatureSet.COUNT] = isContrary ? 3 - labels[i] : labels[i];
        }
        return new PlaceEvaluation.Place(name, new TrainingTable(rows, labels, new int[PIXELS]));
    }

    @Test
    void eachPlaceIsTestedByWhatTheOthersTeach() {
        PlaceEvaluation.Report alike = PlaceEvaluation.run(
                List.of(place("north", false, 7), place("south", false, 8)), 30, Trainers.all(), QUICK);
        assertThat(alike.classes()).containsExactly(1, 2);
        assertThat(alike.places()).containsOnlyKeys("north", "south");
        assertThat(alike.mean(SplitEvaluation.ENSEMBLE)).isEqualTo(new SplitEvaluation.Score(1, 1));

        PlaceEvaluation.Report contrary = PlaceEvaluation.run(
                List.of(place("north", false, 7), place("south", true, 8)), 30, Trainers.all(), QUICK);
        assertThat(contrary.places().get("south").get("xgboost").overallAccuracy())
                .isZero();
        assertThat(contrary.mean(SplitEvaluation.ENSEMBLE).overallAccuracy()).isZero();
    }

    @Test
    void placesThatShareNoTwoClassesAreRefusedByName() {
        assertThatThrownBy(() -> PlaceEvaluation.run(
                        List.of(place("north", false, 7), place("south", false, 8)), 195, Trainers.all(), QUICK))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("north")
                .hasMessageContaining("195");
        assertThatThrownBy(() -> PlaceEvaluation.run(List.of(place("north", false, 7)), 30, Trainers.all(), QUICK))
                .isInstanceOf(ModelException.class);
    }
}
