package org.geocrop.geoserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.geocrop.error.GeocropException;
import org.geocrop.geoserver.Ledger.Entry;
import org.geotools.process.ProcessException;

/** What processes need of the server that they run in. */
public interface Host {

    /** Names the run of the current thread; known to its caller alone. */
    String executionId();

    /** Who asks, in the current thread; {@link Caller#NOBODY} where that is not known. */
    Caller caller();

    /** Whether the current thread works on a request, and not for the host itself, as when it starts. */
    boolean isAsked();

    /** A file for a copy of an output, which the host removes when nobody needs it. */
    Path temporaryFile(String extension) throws IOException;

    /**
     * Makes the rasters of a complete result visible.
     *
     * @return names of the layers that show it
     */
    List<String> publish(Entry entry);

    /** The exception by which this host tells clients of a mistake of theirs. */
    RuntimeException refusal(GeocropException mistake);

    /** The exception by which this host says that someone may not do a thing, or has to sign in first. */
    RuntimeException denial(Caller caller);

    /** Everyone is an administrator, and nothing is published. */
    static Host bare() {
        return new Host() {
            @Override
            public String executionId() {
                return UUID.randomUUID().toString();
            }

            @Override
            public Caller caller() {
                return new Caller("admin", Set.of(Rights.ADMINISTRATOR));
            }

            @Override
            public boolean isAsked() {
                return true;
            }

            @Override
            public Path temporaryFile(String extension) throws IOException {
                Path file = Files.createTempFile("geocrop-", "." + extension);
                file.toFile().deleteOnExit();
                return file;
            }

            @Override
            public List<String> publish(Entry entry) {
                return List.of();
            }

            @Override
            public RuntimeException refusal(GeocropException mistake) {
                return new ProcessException(mistake.code() + ": " + mistake.getMessage(), mistake);
            }

            @Override
            public RuntimeException denial(Caller caller) {
                return new ProcessException("The user may not run this process");
            }
        };
    }
}
