package org.geocrop.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.geocrop.job.Job;
import org.geocrop.job.JobQueue;

/**
 * The queue of jobs as a table driven by db-scheduler. A worker that stops answering (no heartbeat) loses its job to
 * another, which goes on with it before all that waits.
 */
public final class SchedulerQueue implements JobQueue, AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int MISSED_HEARTBEATS = 4;

    private final Scheduler scheduler;
    private final boolean works;
    private final OneTimeTask<Void> task;

    /**
     * A queue whose workers begin with {@link #start()}.
     *
     * @param workers jobs that run at the same time; 0 for a process that only submits them, to a queue that others
     *     work on
     * @param run takes a job's id; an exception means: try again
     */
    public SchedulerQueue(Database database, int workers, Consumer<String> run) {
        this.task = Tasks.oneTime("run-job")
                .onFailure(new FailureHandler.OnFailureRetryLater<Void>(Duration.ofSeconds(5)))
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, dueAt(-1)))
                .execute((instance, context) -> run.accept(instance.getId()));
        SchedulerBuilder builder = Scheduler.create(database.dataSource(), task);
        if (database.isShared()) {
            // Each worker locks just what it runs, so that two processes don't race for the same rows.
            builder.pollUsingLockAndFetch(0.5, 1);
        }
        this.works = workers > 0;
        this.scheduler = builder.threads(Math.max(1, workers))
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofSeconds(1))
                .enableImmediateExecution()
                .build();
    }

    public void start() {
        if (works) {
            scheduler.start();
        }
    }

    @Override
    public void submit(Job job) {
        scheduler.scheduleIfNotExists(task.instance(job.id()), dueAt(job.rank()));
    }

    /** All are due, and run in the order of these times: the rank as seconds of a day long ago. */
    private static Instant dueAt(long rank) {
        return Instant.EPOCH.plus(Duration.ofDays(1)).plusSeconds(rank);
    }

    /** Interrupts running jobs; they go on at the next start. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
