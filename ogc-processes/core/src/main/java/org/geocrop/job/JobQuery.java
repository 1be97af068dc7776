package org.geocrop.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs of a list are wanted, newest first (OGC 18-062r2, clause 11.2). Null and empty mean: no condition.
 *
 * @param viewer whose jobs, and those that are shared with them; null for everyone's
 * @param processIds any of these
 * @param otherThan none of these
 * @param statuses any of these
 * @param from created at or after
 * @param to created at or before
 * @param minDuration that it has run, or runs until now
 * @param maxDuration likewise
 * @param bounds west, south, east, north in degrees that the job's area touches
 * @param after the last job of the page before
 * @param limit the most jobs of a page
 */
public record JobQuery(
        @Nullable Viewer viewer,
        List<String> processIds,
        List<String> otherThan,
        List<JobStatus> statuses,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Duration minDuration,
        @Nullable Duration maxDuration,
        double @Nullable [] bounds,
        @Nullable Position after,
        int limit) {

    /**
     * Who looks at a list.
     *
     * @param user the owner's name
     * @param grantees under which names things are shared with them alone: as user, and as member of groups
     */
    public record Viewer(String user, List<String> grantees) {
        public Viewer {
            grantees = List.copyOf(grantees);
        }
    }

    /** A place in the list. */
    public record Position(Instant created, String id) {}

    public JobQuery {
        processIds = List.copyOf(processIds);
        otherThan = List.copyOf(otherThan);
        statuses = List.copyOf(statuses);
    }

    /** The newest jobs of everyone. */
    public static JobQuery newest(int limit) {
        return new JobQuery(null, List.of(), List.of(), List.of(), null, null, null, null, null, null, limit);
    }

    /** The newest jobs of everyone that have left a result. */
    public static JobQuery newestResults(int limit) {
        return new JobQuery(
                null, List.of(), List.of(), List.of(JobStatus.SUCCESSFUL), null, null, null, null, null, null, limit);
    }
}
