package org.geocrop.process;

import java.util.Optional;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.json.ForeignJson;

/**
 * One process: described once, run by any host. Inputs that come here were resolved (no references, no qualified
 * values) and fit the schemas of the description.
 */
public interface GeoProcess {

    /** Its name in URLs, which never changes. */
    String id();

    /** What it takes and gives, as of now: names of models and catalogues may change while the server runs. */
    ProcessDescription description();

    /** Likewise, with the names that the one who asks may see. */
    default ProcessDescription description(Rights rights) {
        return description();
    }

    /** Whether it was deployed while the host ran, and can be replaced and taken away. */
    default boolean isMutable() {
        return false;
    }

    /** The inputs as a job keeps them: with what could be another when it runs. */
    default ForeignJson bind(ForeignJson inputs) {
        return inputs;
    }

    /** What a run will write a version of, besides its result: that becomes its owner's. */
    default Optional<Thing> makes(ForeignJson inputs) {
        return Optional.empty();
    }

    /**
     * Reads a request: limits, names, and what fits together, beyond the schemas. It neither works nor writes, and the
     * job that was cut off is no obstacle to its own second run.
     *
     * @throws org.geocrop.error.InvalidRequestException naming the input
     */
    Prepared prepare(Execution execution);
}
