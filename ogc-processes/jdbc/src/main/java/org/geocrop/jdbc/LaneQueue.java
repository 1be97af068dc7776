package org.geocrop.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.geocrop.error.DismissedException;
import org.geocrop.error.StoreException;
import org.geocrop.job.Threads;
import org.geocrop.process.Lane;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane of the queue of jobs as a table driven by db-scheduler. A worker that stops answering (no heartbeat) loses
 * its job to another, which goes on with it before all that waits. Heartbeats go by the database's clock.
 */
final class LaneQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LaneQueue.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int MISSED_HEARTBEATS = 4;
    /** In which a run that was interrupted gives its job back: shorter than it takes to be thought dead. */
    private static final Duration TO_GIVE_BACK = Duration.ofSeconds(8);

    private static final int FRONT = -1;

    private final Scheduler scheduler;
    private final ExecutorService threads;
    private final DatabaseClock clock;
    private final Sql sql;
    private final Lane lane;
    private final String table;
    private final boolean works;
    private final OneTimeTask<Void> task;

    LaneQueue(Database database, Lane lane, int workers, Consumer<String> run) {
        this.lane = lane;
        this.table = table(lane);
        this.sql = new Sql(database.pool());
        this.clock = database.clock();
        this.works = workers > 0;
        this.task = Tasks.oneTime("run-job")
                .onFailure(this::again)
                .onDeadExecution((complete, operations) -> operations.reschedule(complete, dueAt(FRONT)))
                .execute((instance, context) -> run.accept(instance.getId()));
        SchedulerBuilder builder = Scheduler.create(database.dataSource(), task).tableName(table);
        if (database.isShared()) {
            // Each worker locks just what it runs, so that two processes don't race for the same rows.
            builder.pollUsingLockAndFetch(0.5, 1);
        } else if (works) {
            takeUp();
        }
        this.threads = Executors.newFixedThreadPool(
                Math.max(1, workers), Threads.named("geocrop-" + lane.name().toLowerCase(Locale.ROOT)));
        this.scheduler = builder.clock(clock)
                .threads(Math.max(1, workers))
                .executorService(threads)
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

    /**
     * Where one process has the database, whoever ran a job before is dead: nobody has to wait for missing heartbeats,
     * nor for a time by a clock that has been set since.
     */
    private void takeUp() {
        sql.update(
                "update " + table + " set picked = false, picked_by = null, last_heartbeat = null,"
                        + " execution_time = ? where picked or execution_time > ?",
                dueAt(FRONT),
                clock.now());
    }

    /** What a stopped server gives back goes on first; what could not be done is tried again a little later. */
    private void again(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        boolean stopped = complete.getCause()
                .map(cause -> cause instanceof DismissedException)
                .orElse(false);
        operations.reschedule(complete, stopped ? dueAt(FRONT) : clock.now().plus(AGAIN));
    }

    void start() {
        if (works) {
            scheduler.start();
        }
    }

    /** Looks for due jobs now: a time that was waited for may be another one since the clock was set. */
    void wake() {
        if (works) {
            scheduler.triggerCheckForDueExecutions();
        }
    }

    void submit(String id, long rank) {
        try {
            scheduler.scheduleIfNotExists(task.instance(id), dueAt(rank));
        } catch (SQLRuntimeException e) {
            throw new StoreException("The queue of jobs can't be written", e);
        }
    }

    /** Queues jobs that were accepted and not queued, since the database or their server went away in between. */
    void sweep() {
        record Left(String id, long rank) {}
        List<Left> all = sql.query(
                "select id, rank from job where lane = ? and status in ('ACCEPTED', 'RUNNING') and not exists (select 1"
                        + " from " + table + " where task_instance = job.id)",
                row -> new Left(row.getString(1), row.getLong(2)),
                lane.name());
        all.forEach(left -> submit(left.id, left.rank));
    }

    /** All are due, and run in the order of these times: the rank as seconds of a day long ago. */
    private static Instant dueAt(long rank) {
        return Instant.EPOCH.plus(Duration.ofDays(1)).plusSeconds(rank);
    }

    /** Interrupts what runs, and waits until it is given back: after that the database may go. */
    @Override
    public void close() {
        scheduler.stop();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(TO_GIVE_BACK.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A job of the lane {} runs on, and is taken up as that of a dead worker", lane);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
