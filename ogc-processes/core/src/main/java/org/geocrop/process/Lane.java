package org.geocrop.process;

/** Which jobs a job waits for: those of its lane, so that a question of seconds does not wait behind a map of hours. */
public enum Lane {
    /** What someone waits for: seconds of work. */
    QUESTION,
    /** All else: minutes and hours. */
    MAP
}
