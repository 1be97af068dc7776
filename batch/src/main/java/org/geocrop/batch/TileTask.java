package org.geocrop.batch;

import java.io.Serializable;
import org.geocrop.pipeline.Progress;

/** A map tile that is written from the chunks of its units, as a task. Done twice it leaves the same. */
record TileTask(RegionJob job, String tile) implements Serializable {

    /** The result's id. */
    String run() {
        return Workshop.of(job).write(tile, Progress.NONE).result();
    }
}
