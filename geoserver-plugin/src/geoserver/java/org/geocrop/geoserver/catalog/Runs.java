package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Executions of our processes in GeoServer. */
interface Runs {

    /**
     * An execution that GeoServer knows.
     *
     * @param id its key: known to who started it, and to administrators
     * @param user who started it; empty for someone who had not signed in
     * @param percent done
     */
    record Run(String id, String process, String user, String phase, float percent, boolean hasEnded) {}

    /** The id of the execution of this thread. */
    String current();

    Path temporaryFile(String extension) throws IOException;

    /** An execution of one of our processes. */
    Optional<Run> find(String id);

    List<Run> list();

    void cancel(String id);

    /** The execution that the parameter of an operation names; null if it names none. */
    @Nullable String execution(Object parameter);

    /** The process that the parameter of an operation names; null if it names none. */
    @Nullable String process(Object parameter);
}
