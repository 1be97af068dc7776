package org.geocrop.batch;

import java.io.Serializable;
import org.geocrop.pipeline.Progress;

/** A unit of work as a task. Done twice, by a retry or a speculative copy, it leaves the same. */
record UnitTask(RegionJob job, String tile, int unit) implements Serializable {

    /** Seconds that it took. */
    double run() {
        return Workshop.of(job).work(tile, unit, new TaskWatch()).seconds();
    }

    /** Ends a task that Spark has killed. */
    private static final class TaskWatch implements Progress {
        private final org.apache.spark.TaskContext task = org.apache.spark.TaskContext.get();

        @Override
        public void report(double fraction, String message) {
            if (task != null && task.isInterrupted()) {
                throw new org.geocrop.error.DismissedException("The task was killed");
            }
        }
    }
}
