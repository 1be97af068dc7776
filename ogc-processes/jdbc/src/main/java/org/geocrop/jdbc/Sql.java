package org.geocrop.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.StoreException;
import org.jspecify.annotations.Nullable;

/** Single statements, each in a transaction of its own. */
final class Sql {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String DUPLICATE = "23505";

    private final HikariDataSource pool;

    Sql(HikariDataSource pool) {
        this.pool = pool;
    }

    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The row is there already. */
    static final class DuplicateException extends Exception {
        private static final long serialVersionUID = 1L;

        DuplicateException(SQLException cause) {
            super(cause);
        }
    }

    void insert(String sql, @Nullable Object... parameters) throws DuplicateException {
        try {
            execute(sql, parameters);
        } catch (SQLException e) {
            if (DUPLICATE.equals(e.getSQLState())) {
                throw new DuplicateException(e);
            }
            throw new StoreException("The database of jobs can't be written", e);
        }
    }

    /** Rows that were changed. */
    int update(String sql, @Nullable Object... parameters) {
        try {
            return execute(sql, parameters);
        } catch (SQLException e) {
            throw new StoreException("The database of jobs can't be written", e);
        }
    }

    private int execute(String sql, @Nullable Object... parameters) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    /** What a connection could not read that was cut, another one may. */
    <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try {
            return read(sql, reader, parameters);
        } catch (SQLException e) {
            if (!isCut(e)) {
                throw new StoreException("The database of jobs can't be read", e);
            }
        }
        pool.getHikariPoolMXBean().softEvictConnections();
        try {
            return read(sql, reader, parameters);
        } catch (SQLException e) {
            throw new StoreException("The database of jobs can't be read", e);
        }
    }

    /** Whether the connection is to blame: lost, ended by an administrator, or to a database that H2 has closed. */
    private static boolean isCut(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P") || state.equals("90098");
    }

    private <T> List<T> read(String sql, RowReader<T> reader, @Nullable Object... parameters) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        }
    }

    /** By the clock of the database. */
    Instant time() {
        return query("select clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
                .get(0)
                .toInstant();
    }

    private static void set(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, value(parameters[i]));
        }
    }

    private static @Nullable Object value(@Nullable Object given) {
        if (given instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        return given instanceof String text ? storable(text) : given;
    }

    /** PostgreSQL holds neither NUL nor half a character; a sign that says so takes its place. */
    static String storable(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean == null ? text : clean.toString();
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
