package org.geocrop.pipeline;

/** Hears how far a run is, and may end it. */
@FunctionalInterface
public interface Progress {

    /** Nobody listens. */
    Progress NONE = (fraction, message) -> {};

    /**
     * Called often, from any thread.
     *
     * @param fraction 0 to 1
     * @param message for people
     * @throws org.geocrop.error.DismissedException to end the run
     */
    void report(double fraction, String message);
}
