package org.geocrop.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.geocrop.error.StoreException;

/**
 * Writes a row to see whether rows can be written. Where they can't, idle connections are given up, so that whoever
 * comes next opens a new one: H2 closes a database that it could not write, but opens it again, and a PostgreSQL that
 * has started again knows no connection of before.
 */
public final class DatabasePulse {

    private final HikariDataSource pool;
    private final int timeoutMs;

    /**
     * A pulse.
     *
     * @param timeout after which a connection that does not answer is given up, where its database is another process
     */
    public DatabasePulse(Database database, Duration timeout) {
        this.pool = database.pool();
        this.timeoutMs = Math.toIntExact(timeout.toMillis());
    }

    /**
     * Writes once.
     *
     * @throws StoreException if the database can't be written
     */
    public void beat() {
        try (Connection connection = pool.getConnection()) {
            // Of this use only: the pool puts it back.
            connection.setNetworkTimeout(Runnable::run, timeoutMs);
            try (PreparedStatement update = connection.prepareStatement("update pulse set at = ? where id = 1")) {
                update.setObject(1, Instant.now().atOffset(ZoneOffset.UTC));
                update.executeUpdate();
            }
        } catch (SQLException e) {
            pool.getHikariPoolMXBean().softEvictConnections();
            throw new StoreException("The database can't be written: " + e.getMessage(), e);
        }
    }
}
