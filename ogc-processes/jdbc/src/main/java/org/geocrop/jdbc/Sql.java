package org.geocrop.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.geocrop.error.StoreException;
import org.jspecify.annotations.Nullable;

/** Single statements, each in a transaction of its own. */
final class Sql {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String DUPLICATE = "23505";

    private final DataSource dataSource;

    Sql(DataSource dataSource) {
        this.dataSource = dataSource;
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
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate();
        }
    }

    <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new StoreException("The database of jobs can't be read", e);
        }
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
