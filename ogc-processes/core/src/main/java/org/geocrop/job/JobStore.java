package org.geocrop.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where jobs are kept; they outlive the process. Each change applies only from the statuses that allow it, in one step,
 * so that a job that was dismissed is never running again. A run names its attempt, so that a run whose job was given
 * to another worker changes nothing any more.
 */
public interface JobStore {

    /** What became of a job that asked to be accepted. */
    record Accepted(Job job, boolean isNew) {}

    /** A line of a job's log. */
    record LogLine(Instant at, String message) {}

    /**
     * Adds a job with a random id, status accepted and a rank that takes turns between owners; the caller queues it.
     * The same key of the same owner gives the job that is there.
     *
     * @throws org.geocrop.error.ConflictException if the key belongs to another request
     */
    Accepted accept(NewJob job);

    /**
     * The job that the key of a request has made already; empty if it has none, or is new.
     *
     * @throws org.geocrop.error.ConflictException if the key belongs to another request
     */
    Optional<Job> known(NewJob job);

    Optional<Job> find(String id);

    /**
     * The execute request of a job as JSON, inputs resolved: up to many megabytes.
     *
     * @throws org.geocrop.error.NotFoundException if there is no such job
     */
    String request(String id);

    /** Which of these jobs have ended, or are not there. */
    Set<String> ended(Set<String> ids);

    /** Jobs that match, newest first. */
    List<Job> list(JobQuery query);

    /** Jobs that are accepted or running, lowest rank first. */
    List<Job> unfinished();

    /** How many jobs are accepted or running, of everyone. */
    int countUnfinished();

    /** How many jobs of an owner are accepted or running. */
    int countUnfinished(String owner);

    /** Accepted or running (a job taken up again after a crash) becomes running; empty if it is final. */
    Optional<Job> start(String id);

    /**
     * A run ends since its server stops: its try does not count, and the job waits again. False if this attempt runs
     * no more.
     */
    boolean giveBack(String id, int attempt);

    /** A try does not count: its worker was not dead. Nothing happens to a job that has ended. */
    void forgive(String id);

    /** Where a running job is. False if this attempt runs no more: it was dismissed, or another has begun. */
    boolean progress(String id, int attempt, String phase, int perCent, String message);

    /** Whether an attempt still runs. */
    boolean isRunning(String id, int attempt);

    /** Keeps how much a run has done, as JSON. */
    void measure(String id, String measure);

    /** Running becomes successful. False if this attempt runs no more. */
    boolean succeed(String id, int attempt, String message);

    /** Accepted or running becomes failed. */
    boolean fail(String id, int attempt, String errorCode, String message);

    /** Any but a dismissed job becomes dismissed. */
    boolean dismiss(String id);

    /** Adds a line to a job's log. */
    void log(String id, String message);

    /** A job's log, oldest first. */
    List<LogLine> readLog(String id);

    /** Measures of the newest successful jobs of a process. */
    List<Job> measured(String processId, int limit);

    /** Ids of jobs that ended before a time. */
    List<String> endedBefore(Instant time, int limit);

    /** Removes a final job with its log. */
    void remove(String id);
}
