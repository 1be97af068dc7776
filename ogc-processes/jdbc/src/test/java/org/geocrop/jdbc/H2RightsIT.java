package org.geocrop.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** Rights in the embedded database. */
class H2RightsIT extends RightsContract {

    @TempDir
    Path folder;

    @Override
    protected Database connect() {
        return Database.embedded(folder, Duration.ofMinutes(30));
    }
}
