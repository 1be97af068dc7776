package org.geocrop.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import net.postgis.jdbc.DriverWrapper;
import net.postgis.jdbc.PGgeometry;
import net.postgis.jdbc.geometry.Polygon;
import org.flywaydb.core.Flyway;

/** PostgreSQL, which several servers may share, or an embedded H2 file; with its schema up to date. */
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 16;

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

    private Database(HikariDataSource pool, Kind kind) {
        this.pool = pool;
        this.kind = kind;
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
        return open(config, Kind.H2);
    }

    /**
     * Opens a PostgreSQL database with PostGIS, through its own driver.
     *
     * @param url such as {@code jdbc:postgresql://db.example.org/geocrop}
     */
    public static Database postgres(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setDriverClassName(DriverWrapper.class.getName());
        config.setJdbcUrl(url.replaceFirst("^jdbc:postgresql:", "jdbc:postgresql_postGIS:"));
        config.setUsername(user);
        config.setPassword(password);
        return open(config, Kind.POSTGRES);
    }

    private static Database open(HikariConfig config, Kind kind) {
        config.setMaximumPoolSize(CONNECTIONS);
        HikariDataSource pool = new HikariDataSource(config);
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .locations(kind.migrations)
                .load()
                .migrate();
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

    @Override
    public void close() {
        pool.close();
    }
}
