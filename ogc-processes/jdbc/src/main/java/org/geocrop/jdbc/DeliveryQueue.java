package org.geocrop.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import java.time.Duration;
import java.util.function.Consumer;
import org.geocrop.error.StoreException;

/**
 * Deliveries to subscribers of jobs, each made at least once: one that fails is tried again after pauses that double,
 * and given up after a number of attempts.
 */
public final class DeliveryQueue implements AutoCloseable {

    private static final int THREADS = 2;

    private final Scheduler scheduler;
    private final DatabaseClock clock;
    private final OneTimeTask<Void> task;

    /**
     * A queue whose workers begin with {@link #start()}.
     *
     * @param deliver takes a delivery's name; an exception means: try again
     * @param attempts after which a delivery is given up
     * @param firstPause between the first two attempts
     */
    public DeliveryQueue(Database database, int attempts, Duration firstPause, Consumer<String> deliver) {
        this.clock = database.clock();
        var backoff = new FailureHandler.ExponentialBackoffFailureHandler<Void>(firstPause, 2);
        this.task = Tasks.oneTime("callback")
                .onFailure(new FailureHandler.MaxRetriesFailureHandler<>(attempts - 1, backoff))
                .execute((instance, context) -> deliver.accept(instance.getId()));
        SchedulerBuilder builder = Scheduler.create(database.dataSource(), task).tableName("scheduled_callbacks");
        if (database.isShared()) {
            builder.pollUsingLockAndFetch(0.5, 1);
        }
        this.scheduler = builder.clock(clock)
                .threads(THREADS)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(Duration.ofSeconds(5))
                .shutdownMaxWait(Duration.ofSeconds(1))
                .enableImmediateExecution()
                .build();
    }

    public void start() {
        scheduler.start();
    }

    /** Queues a delivery; nothing happens if it waits already. */
    public void submit(String name) {
        try {
            scheduler.scheduleIfNotExists(task.instance(name), clock.now());
        } catch (SQLRuntimeException e) {
            throw new StoreException("The queue of deliveries can't be written", e);
        }
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
