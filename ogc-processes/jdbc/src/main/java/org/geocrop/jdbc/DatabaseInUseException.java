package org.geocrop.jdbc;

import java.nio.file.Path;

/** The embedded database is open in another process, which alone may use it. */
public final class DatabaseInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseInUseException(Path folder, Throwable cause) {
        super("The data folder " + folder + " is in use by another process: one server at a time may use it", cause);
    }
}
