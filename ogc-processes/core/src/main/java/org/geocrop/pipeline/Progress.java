package org.geocrop.pipeline;

import org.geocrop.store.Spent;

/** Hears how far a run is, and may end it. Called often, from any thread. */
@FunctionalInterface
public interface Progress {

    /** Nobody listens. */
    Progress NONE = (fraction, message) -> {};

    /**
     * How far the run is.
     *
     * @param fraction 0 to 1
     * @param message for people
     * @throws org.geocrop.error.DismissedException to end the run
     */
    void report(double fraction, String message);

    /** The run has come to another phase, such as {@code searching}. */
    default void phase(String name) {}

    /** Something that a person who looks at the run later wants to know. */
    default void note(String message) {}

    /** Something that is not as it should be, which a person who looks at the result has to know. */
    default void warn(String message) {
        note("Warning: " + message);
    }

    /** How much was done, at the end. */
    default void measured(Measure measure) {}

    /**
     * How much a run has done.
     *
     * @param pixels within the area
     * @param scenes that were read
     * @param blocks that the result has
     * @param reused of those, blocks that were there already from another run or attempt
     * @param spent on it
     */
    record Measure(long pixels, int scenes, int blocks, int reused, Spent.Report spent) {}
}
