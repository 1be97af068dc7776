package org.geocrop.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a process.
 *
 * @param id a random UUID
 * @param owner the user who asked for it
 * @param sharing who else may see it
 * @param processId such as {@code classify-crops}
 * @param request the execute request as JSON, inputs resolved
 * @param baseUrl what links to it begin with
 * @param rank its turn: the job of the lowest rank runs first
 * @param status where it is
 * @param attempt how often it was begun
 * @param phase of the run, such as {@code searching}; empty before it begins
 * @param progress per cent
 * @param message for people: what it does, or why it failed
 * @param errorCode code of the fault of a failed job, else null
 * @param measure how much the run has done as JSON, or null
 * @param created when it was accepted
 * @param started when it last began to run, or null
 * @param finished when it ended, or null
 * @param updated last change
 */
public record Job(
        String id,
        String owner,
        Sharing sharing,
        String processId,
        String request,
        String baseUrl,
        long rank,
        JobStatus status,
        int attempt,
        String phase,
        int progress,
        String message,
        @Nullable String errorCode,
        @Nullable String measure,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant finished,
        Instant updated) {

    /** Who but the owner and administrators may see a job and its result. */
    public enum Sharing {
        /** Nobody. */
        PRIVATE,
        /** Every user who has signed in. */
        SHARED,
        /** Everyone. */
        PUBLIC
    }
}
