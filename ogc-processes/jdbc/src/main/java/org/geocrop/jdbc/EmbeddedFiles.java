package org.geocrop.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.geocrop.store.OwnerFiles;

/** The embedded database in a folder: its file and its password, which only their owner may read. */
final class EmbeddedFiles {

    static final String USER = "sa";
    private static final String NAME = "geocrop";

    private final Path folder;

    EmbeddedFiles(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    Path folder() {
        return folder;
    }

    /**
     * Without a write delay, that a job was accepted is on disk when the client hears of it. async: a worker that is
     * interrupted while it writes would close a file: channel for all. No trace file: what H2 throws is logged here.
     */
    String url() {
        return "jdbc:h2:async:" + folder.resolve(NAME) + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;TRACE_LEVEL_FILE=0";
    }

    /** Makes what is missing; H2 takes an empty file as a new database. */
    void prepare() {
        try {
            OwnerFiles.folder(folder);
            OwnerFiles.file(folder.resolve(NAME + ".mv.db"));
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + folder + " can't be written", e);
        }
    }

    /** Made at first, and kept beside the database. */
    String password() {
        try {
            return OwnerFiles.secret(folder.resolve("database.secret"));
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder " + folder + " can't be written", e);
        }
    }
}
