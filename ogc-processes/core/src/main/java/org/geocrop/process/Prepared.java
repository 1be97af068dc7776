package org.geocrop.process;

import java.util.Optional;
import java.util.function.Supplier;
import org.geocrop.grid.Aoi;
import org.jspecify.annotations.Nullable;

/**
 * A request that a process has read: its inputs are parsed, projected and checked, once. Nothing is worked on before
 * {@link #run()}, so the process that accepts a job reads it for its area, its lane and its estimate, and the worker reads
 * it for the run.
 */
public final class Prepared {

    private final Lane lane;
    private final Runnable work;
    private final @Nullable Aoi area;
    private final @Nullable Supplier<Workload> workload;

    private Prepared(Lane lane, Runnable work, @Nullable Aoi area, @Nullable Supplier<Workload> workload) {
        this.lane = lane;
        this.work = work;
        this.area = area;
        this.workload = workload;
    }

    /** A run that waits in a lane; {@code work} goes on to the end and publishes the outputs, all or none. */
    public static Prepared in(Lane lane, Runnable work) {
        return new Prepared(lane, work, null, null);
    }

    /** A run that takes minutes or hours. */
    public static Prepared map(Runnable work) {
        return in(Lane.MAP, work);
    }

    /** A run that takes seconds. */
    public static Prepared question(Runnable work) {
        return in(Lane.QUESTION, work);
    }

    /** The same, about an area. */
    public Prepared about(Aoi place) {
        return new Prepared(lane, work, place, workload);
    }

    /** The same, whose work can be told without doing it. */
    public Prepared costing(Supplier<Workload> costs) {
        return new Prepared(lane, work, area, costs);
    }

    /** The area that the inputs are about, by which jobs are found; empty if they are about none. */
    public Optional<Aoi> area() {
        return Optional.ofNullable(area);
    }

    /** Where the run waits for its turn. */
    public Lane lane() {
        return lane;
    }

    /** How much work the inputs ask for, by looking without working; empty if that can't be told. */
    public Optional<Workload> workload() {
        return Optional.ofNullable(workload).map(Supplier::get);
    }

    /**
     * Runs to the end and publishes the outputs, all or none.
     *
     * @throws org.geocrop.error.GeocropException for every fault that inputs or surroundings can have
     */
    public void run() {
        work.run();
    }
}
