package org.geocrop.jdbc;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.geocrop.job.Job;
import org.geocrop.job.JobQueue;
import org.geocrop.job.Threads;
import org.geocrop.process.Lane;

/**
 * The queue of jobs, a lane beside another, each with workers of its own and fair between owners. Servers with the same
 * database share them all.
 */
public final class SchedulerQueue implements JobQueue, AutoCloseable {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Database database;
    private final Threads.Recurring keeper = Threads.daemon("geocrop-queue");
    private final Map<Lane, LaneQueue> lanes = new EnumMap<>(Lane.class);

    /**
     * A queue whose workers begin with {@link #start()}.
     *
     * @param workers jobs of a lane that run at the same time; none for a process that only submits them, to a queue
     *     that others work on
     * @param run takes a job's id; an exception means: try again
     */
    public SchedulerQueue(Database database, Map<Lane, Integer> workers, Consumer<String> run) {
        this.database = database;
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new LaneQueue(database, lane, workers.getOrDefault(lane, 0), run));
        }
    }

    /** Begins to work, with what was accepted and not queued when the last process ended. */
    public void start() {
        sweep();
        lanes.values().forEach(LaneQueue::start);
        keeper.every(SWEEP, "Queueing what was accepted", this::sweep);
        if (database.isShared()) {
            keeper.every(SWEEP, "Asking the database for its time", this::follow);
        }
    }

    private void sweep() {
        lanes.values().forEach(LaneQueue::sweep);
    }

    private void follow() {
        if (database.clock().follow()) {
            lanes.values().forEach(LaneQueue::wake);
        }
    }

    @Override
    public void submit(Job job) {
        Objects.requireNonNull(lanes.get(job.lane())).submit(job.id(), job.rank());
    }

    /** Interrupts running jobs; they go on at the next start. */
    @Override
    public void close() {
        keeper.close();
        lanes.values().parallelStream().forEach(LaneQueue::close);
    }
}
