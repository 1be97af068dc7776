package org.geocrop.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs are kept.
 *
 * @param url of PostgreSQL; where it has none, an embedded database in the data folder
 * @param connectionLifetime after which a connection is replaced
 */
public record DatabaseOptions(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        Duration connectionLifetime) {

    public boolean isConfigured() {
        return url != null && !url.isBlank();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Db[" + url + "]";
    }
}
