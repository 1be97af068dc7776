package org.geocrop.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a process.
 *
 * @param id a random UUID
 * @param processId such as {@code classify-crops}
 * @param request the execute request as JSON
 * @param status where it is
 * @param progress per cent
 * @param message for people: what it does, or why it failed
 * @param errorCode code of the fault of a failed job, else null
 * @param created when it was accepted
 * @param started when it last began to run, or null
 * @param finished when it ended, or null
 * @param updated last change
 */
public record Job(
        String id,
        String processId,
        String request,
        JobStatus status,
        int progress,
        String message,
        @Nullable String errorCode,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant finished,
        Instant updated) {}
