package org.geocrop.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The embedded database: an H2 file with its schema up to date. */
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 10;

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /** Opens, or makes, the database in a folder. One process at a time may. */
    public static Database embedded(Path folder) {
        HikariConfig config = new HikariConfig();
        // Without a write delay, that a job was accepted is on disk when the client hears of it. async: a worker that
        // is interrupted while it writes would close a file: channel for all.
        config.setJdbcUrl("jdbc:h2:async:" + folder.toAbsolutePath().resolve("geocrop")
                + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0");
        config.setUsername("sa");
        config.setPassword("");
        config.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource pool = new HikariDataSource(config);
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .locations("classpath:db/h2")
                .load()
                .migrate();
        return new Database(pool);
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
