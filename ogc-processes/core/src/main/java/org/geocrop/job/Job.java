package org.geocrop.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.geocrop.json.Json;
import org.geocrop.pipeline.Progress;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a process. Its request, which may be large, is asked for apart ({@link JobStore#request}).
 *
 * @param id a random UUID
 * @param owner the user who asked for it
 * @param sharing who else may see it
 * @param processId such as {@code classify-crops}
 * @param lane which jobs it waits for
 * @param subscriber who hears of it
 * @param baseUrl what links to it begin with
 * @param rank its turn: the job of the lowest rank runs first
 * @param status where it is
 * @param attempt number of the run, which each begin raises
 * @param tries how many runs ended neither by themselves nor by a server that was stopped on purpose, and the one that
 *     runs
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
        Lane lane,
        ExecuteRequest.Subscriber subscriber,
        String baseUrl,
        long rank,
        JobStatus status,
        int attempt,
        int tries,
        String phase,
        int progress,
        String message,
        @Nullable String errorCode,
        @Nullable String measure,
        Instant created,
        @Nullable Instant started,
        @Nullable Instant finished,
        Instant updated) {

    /** How much the run has done; empty where that was not told, or an earlier version has told it otherwise. */
    public Optional<Progress.Measure> measured() {
        try {
            return measure == null
                    ? Optional.empty()
                    : Optional.of(Json.to(Json.read(measure.getBytes(StandardCharsets.UTF_8)), Progress.Measure.class));
        } catch (Json.MalformedException e) {
            return Optional.empty();
        }
    }

    /** The same job, further on. */
    Job at(String phase, int progress, String message, Instant now) {
        return new Job(
                id,
                owner,
                sharing,
                processId,
                lane,
                subscriber,
                baseUrl,
                rank,
                status,
                attempt,
                tries,
                phase,
                progress,
                message,
                errorCode,
                measure,
                created,
                started,
                finished,
                now);
    }

    /** Who but the owner and administrators may see a job and its result. */
    public enum Sharing {
        /** Nobody. */
        PRIVATE,
        /** Every user who has signed in. */
        SHARED,
        /** Everyone. */
        PUBLIC;

        /** The name in documents. */
        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
