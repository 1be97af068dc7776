package org.geocrop.process;

import java.util.Optional;
import org.geocrop.grid.Aoi;
import tools.jackson.databind.JsonNode;

/**
 * One process: described once, run by any host. Inputs that come here were resolved (no references, no qualified
 * values) and fit the schemas of the description.
 */
public interface GeoProcess {

    /** Its name in URLs, which never changes. */
    String id();

    /** What it takes and gives, as of now: names of models and catalogues may change while the server runs. */
    ProcessDescription description();

    /**
     * Checks inputs beyond their schemas without running: limits, names, what fits together.
     *
     * @throws org.geocrop.error.InvalidRequestException naming the input
     */
    void check(Execution execution);

    /**
     * Runs to the end and publishes the outputs, all or none.
     *
     * @throws org.geocrop.error.GeocropException for every fault that inputs or surroundings can have
     */
    void run(Execution execution);

    /** The area that the inputs are about, by which jobs are found; empty if they are about none. */
    default Optional<Aoi> area(JsonNode inputs) {
        return Optional.empty();
    }

    /** Where a run waits for its turn; told from the inputs, which were checked, without reading scenes. */
    default Lane lane(Execution execution) {
        return Lane.MAP;
    }

    /** How much work the inputs ask for, by looking without working; empty if that can't be told. */
    default Optional<Workload> workload(Execution execution) {
        return Optional.empty();
    }
}
