package org.geocrop.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in the embedded database. */
class H2JobStoreIT extends DatabaseContract {

    @TempDir
    Path folder;

    @Override
    protected Database connect() {
        return Database.embedded(folder, Duration.ofMinutes(30));
    }
}
