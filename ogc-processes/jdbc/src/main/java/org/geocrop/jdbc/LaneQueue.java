package org.geocrop.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.geocrop.error.DismissedException;
import org.geocrop.job.Job;
import org.geocrop.process.Lane;

/**
 * One lane of the queue of jobs as a table driven by db-scheduler. A worker that stops answering (no heartbeat) loses
 * its job to another, which goes on with it before all that waits.
 */
final class LaneQueue implements AutoCloseable {

    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int MISSED_HEARTBEATS = 4;
    private static final int FRONT = -1;

    private final Scheduler scheduler;
    private final boolean works;
    private final OneTimeTask<Void> task;

    LaneQueue(Database database, Lane lane, int workers, Consumer<String> run) {
        String table = table(lane);
        this.works = workers > 0;
        this.task = Tasks.oneTime("run-job")
                .onFailure(LaneQueue::again)
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, dueAt(FRONT)))
                .execute((instance, context) -> run.accept(instance.getId()));
        SchedulerBuilder builder = Scheduler.create(database.dataSource(), task).tableName(table);
        if (database.isShared()) {
            // Each worker locks just what it runs, so that two processes don't race for the same rows.
            builder.pollUsingLockAndFetch(0.5, 1);
        } else if (works) {
            takeUp(database, table);
        }
        this.scheduler = builder.threads(Math.max(1, workers))
                .pollingInterval(poll(lane))
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofSeconds(1))
                .enableImmediateExecution()
                .build();
    }

    private static String table(Lane lane) {
        return switch (lane) {
            case MAP -> "scheduled_tasks";
            case QUESTION -> "scheduled_questions";
        };
    }

    /** How long a job that another server took may wait for an idle worker. */
    private static Duration poll(Lane lane) {
        return switch (lane) {
            case MAP -> Duration.ofSeconds(2);
            case QUESTION -> Duration.ofMillis(500);
        };
    }

    /** Where one process has the database, whoever ran a job before is dead: nobody has to wait for his heartbeats. */
    private static void takeUp(Database database, String table) {
        new Sql(database.dataSource())
                .update(
                        "update " + table + " set picked = false, picked_by = null, last_heartbeat = null,"
                                + " execution_time = ? where picked",
                        dueAt(FRONT));
    }

    /** What a stopped server gives back goes on first; what could not be done is tried again a little later. */
    private static void again(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        boolean stopped = complete.getCause()
                .map(cause -> cause instanceof DismissedException)
                .orElse(false);
        operations.reschedule(complete, stopped ? dueAt(FRONT) : Instant.now().plus(AGAIN));
    }

    void start() {
        if (works) {
            scheduler.start();
        }
    }

    void submit(Job job) {
        scheduler.scheduleIfNotExists(task.instance(job.id()), dueAt(job.rank()));
    }

    /** All are due, and run in the order of these times: the rank as seconds of a day long ago. */
    private static Instant dueAt(long rank) {
        return Instant.EPOCH.plus(Duration.ofDays(1)).plusSeconds(rank);
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
