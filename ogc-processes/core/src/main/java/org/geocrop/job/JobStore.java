package org.geocrop.job;

import java.util.List;
import java.util.Optional;

/**
 * Where jobs are kept; they outlive the process. Each change applies only from the statuses that allow it, in one step,
 * so that a job that was dismissed is never running again.
 */
public interface JobStore {

    /** Adds a job with a random id and status accepted; the caller queues it. */
    Job accept(String processId, String request);

    Optional<Job> find(String id);

    /** Newest first. */
    List<Job> list(int limit, int offset);

    /** Ids of jobs that are accepted or running, oldest first. */
    List<String> unfinished();

    /** Accepted or running (a job taken up again after a crash) becomes running. False if it is final. */
    boolean start(String id);

    /** New progress of a running job. False if it runs no more: it was dismissed. */
    boolean progress(String id, int perCent, String message);

    /** Running becomes successful. False if it was dismissed meanwhile. */
    boolean succeed(String id);

    /** Accepted or running becomes failed. */
    boolean fail(String id, String errorCode, String message);

    /** Any but a dismissed job becomes dismissed. */
    boolean dismiss(String id);
}
