package org.geocrop.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes a model of labelled rows. What knows a library of machine learning implements it. */
public interface Trainer {

    /**
     * Labelled rows.
     *
     * @param classes ids rising; each has rows
     * @param features row by row, {@code rows x 51}
     * @param labels index of each row's class in {@code classes}
     * @param groups of each row: those of one group (a field, a grid block) are never both trained and tested on
     * @param bounds west, south, east, north in degrees of where the rows are; empty where that is not known
     */
    record Samples(List<CropClass> classes, float[] features, int[] labels, int[] groups, double[] bounds) {

        public Samples {
            classes = List.copyOf(classes);
        }

        public int size() {
            return labels.length;
        }
    }

    /**
     * What is wanted.
     *
     * @param season that the rows describe
     * @param dataset where the labels came from, for provenance
     * @param members types to train, such as {@code xgboost}
     * @param folds of the cross-validation
     * @param balance 0: classes count as they occur, 1: all the same
     * @param budget for the search of parameters; a candidate that was begun is finished
     * @param seed of all random numbers
     * @param created the time that the card tells
     */
    record Plan(
            String name,
            String version,
            ModelBundle.SeasonWindow season,
            String dataset,
            @Nullable String datasetSha256,
            List<String> members,
            int folds,
            double balance,
            Duration budget,
            long seed,
            Instant created) {

        public Plan {
            members = List.copyOf(members);
        }
    }

    /**
     * A model that was made.
     *
     * @param files of the members, by name
     * @param card what there is to know about it
     */
    record Trained(ModelBundle bundle, Map<String, byte[]> files, ModelCard card) {}

    /**
     * Trains.
     *
     * @param notes hears what is done; may end it by an exception
     * @throws org.geocrop.error.ModelException if the rows do not suffice
     */
    Trained train(Samples samples, Plan plan, Consumer<String> notes);
}
