package org.geocrop.geoserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.geocrop.catalogue.Result;

/** What processes need of the server that they run in. */
public interface Host {

    /** Names the run of the current thread, and so its result; no two are the same. */
    String executionId();

    /** A file for a copy of an output, which the host removes when nobody needs it. */
    Path temporaryFile(String extension) throws IOException;

    /** Whether the one who runs a process may read the result of another job. */
    boolean mayRead(String jobId);

    /**
     * Makes the rasters of a complete result visible as layers.
     *
     * @return names of the layers
     */
    List<String> publish(Result result);

    /** Removes what {@link #publish} made; nothing happens if there is nothing. */
    void withdraw(String jobId);

    /** Publishes nothing. */
    static Host bare() {
        return new Host() {
            @Override
            public String executionId() {
                return UUID.randomUUID().toString();
            }

            @Override
            public Path temporaryFile(String extension) throws IOException {
                Path file = Files.createTempFile("geocrop-", "." + extension);
                file.toFile().deleteOnExit();
                return file;
            }

            @Override
            public boolean mayRead(String jobId) {
                return true;
            }

            @Override
            public List<String> publish(Result result) {
                return List.of();
            }

            @Override
            public void withdraw(String jobId) {}
        };
    }
}
