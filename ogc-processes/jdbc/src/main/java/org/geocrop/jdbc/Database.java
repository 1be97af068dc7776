package org.geocrop.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import javax.sql.DataSource;
import net.postgis.jdbc.DriverWrapper;
import net.postgis.jdbc.PGgeometry;
import net.postgis.jdbc.geometry.Polygon;
import org.flywaydb.core.Flyway;

/** PostgreSQL, which several servers may share, or an embedded H2 file; with its schema up to date. */
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 16;
    /** How long a request waits for a connection before it is told that there is no database. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int WRONG_PASSWORD = 28000;
    private static final int IN_USE = 90020;

    private enum Kind {
        H2("classpath:db/h2"),
        POSTGRES("classpath:db/postgresql");

        private final String migrations;

        Kind(String migrations) {
            this.migrations = migrations;
        }
    }

    private final HikariDataSource pool;
    private final Kind kind;
    private final DatabaseClock clock;

    private Database(HikariDataSource pool, Kind kind) {
        this.pool = pool;
        this.kind = kind;
        this.clock = new DatabaseClock(this::time, System::nanoTime);
    }

    private Instant time() {
        return switch (kind) {
            case H2 -> Instant.now();
            case POSTGRES -> new Sql(pool).time();
        };
    }

    /**
     * Opens, or makes, the database in a folder. One process at a time may.
     *
     * @param lifetime after which a connection is replaced
     * @throws DatabaseInUseException if another process has it open
     */
    public static Database embedded(Path folder, Duration lifetime) {
        EmbeddedFiles files = new EmbeddedFiles(folder);
        files.prepare();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(files.url());
        config.setUsername(EmbeddedFiles.USER);
        config.setPassword(files.password());
        config.setExceptionOverrideClassName(ClosedDatabase.class.getName());
        unlock(files);
        return open(config, Kind.H2, lifetime);
    }

    /** Gives the database its password if it has none yet: it is new, or older than passwords. */
    private static void unlock(EmbeddedFiles files) {
        try {
            DriverManager.getConnection(files.url(), EmbeddedFiles.USER, files.password())
                    .close();
        } catch (SQLException e) {
            if (e.getErrorCode() == IN_USE) {
                throw new DatabaseInUseException(files.folder(), e);
            }
            if (e.getErrorCode() != WRONG_PASSWORD) {
                throw new IllegalStateException("The database in " + files.folder() + " can't be opened", e);
            }
            try (Connection connection = DriverManager.getConnection(files.url(), EmbeddedFiles.USER, "");
                    Statement statement = connection.createStatement()) {
                statement.execute("alter user sa set password '" + files.password() + "'");
            } catch (SQLException both) {
                both.addSuppressed(e);
                throw new IllegalStateException(
                        "The database in " + files.folder() + " has another password than database.secret says", both);
            }
        }
    }

    /**
     * Opens a PostgreSQL database with PostGIS, through its own driver.
     *
     * @param url such as {@code jdbc:postgresql://db.example.org/geocrop}
     * @param lifetime after which a connection is replaced
     */
    public static Database postgres(String url, String user, String password, Duration lifetime) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName(DriverWrapper.class.getName());
        config.setJdbcUrl(url.replaceFirst("^jdbc:postgresql:", "jdbc:postgresql_postGIS:"));
        config.setUsername(user);
        config.setPassword(password);
        // A server that vanished without a word is found out.
        config.addDataSourceProperty("socketTimeout", "60");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return open(config, Kind.POSTGRES, lifetime);
    }

    private static Database open(HikariConfig config, Kind kind, Duration lifetime) {
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(PATIENCE.toMillis());
        HikariDataSource pool = new HikariDataSource(config);
        // Set now, since a configuration refuses less than half a minute; the first connections go at once.
        pool.setMaxLifetime(lifetime.toMillis());
        try {
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(pool)
                    .locations(kind.migrations)
                    .javaMigrations(new SubscriberMigration())
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        pool.getHikariPoolMXBean().softEvictConnections();
        return new Database(pool, kind);
    }

    /** Whether workers of several processes may fetch jobs by locking rows. */
    boolean isShared() {
        return kind == Kind.POSTGRES;
    }

    /** A rectangle in degrees as a parameter of type geometry: west, south, east, north. */
    Object rectangle(double[] bounds) {
        String ring = String.format(
                Locale.ROOT,
                "((%1$s %2$s, %3$s %2$s, %3$s %4$s, %1$s %4$s, %1$s %2$s))",
                bounds[0],
                bounds[1],
                bounds[2],
                bounds[3]);
        return switch (kind) {
            case H2 -> "SRID=4326;POLYGON" + ring;
            case POSTGRES -> {
                try {
                    Polygon polygon = new Polygon("POLYGON" + ring);
                    polygon.setSrid(4326);
                    yield new PGgeometry(polygon);
                } catch (SQLException e) {
                    throw new IllegalArgumentException("Not a rectangle: " + ring, e);
                }
            }
        };
    }

    public DataSource dataSource() {
        return pool;
    }

    HikariDataSource pool() {
        return pool;
    }

    /** The time of all queues in this database. */
    DatabaseClock clock() {
        return clock;
    }

    @Override
    public void close() {
        pool.close();
    }
}
