package org.geocrop.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.geocrop.error.StoreException;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.jspecify.annotations.Nullable;

/** Jobs in the table {@code job}. Each change of status is one conditional update. */
public final class JdbcJobStore implements JobStore {

    private static final int MAX_MESSAGE = 2000;
    private static final String UNFINISHED = " and status in ('ACCEPTED', 'RUNNING')";

    private final DataSource dataSource;

    public JdbcJobStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Job accept(String processId, String request) {
        Instant now = now();
        String id = UUID.randomUUID().toString();
        update(
                "insert into job (id, process_id, request, status, progress, message, created, updated)"
                        + " values (?, ?, ?, 'ACCEPTED', 0, 'Waiting for a worker', ?, ?)",
                id,
                processId,
                request,
                now,
                now);
        return find(id).orElseThrow();
    }

    @Override
    public Optional<Job> find(String id) {
        return query("select * from job where id = ?", JdbcJobStore::job, id).stream()
                .findFirst();
    }

    @Override
    public List<Job> list(int limit, int offset) {
        return query("select * from job order by created desc, id limit ? offset ?", JdbcJobStore::job, limit, offset);
    }

    @Override
    public List<String> unfinished() {
        return query("select id from job where 1 = 1" + UNFINISHED + " order by created", row -> row.getString(1));
    }

    @Override
    public boolean start(String id) {
        Instant now = now();
        return update(
                "update job set status = 'RUNNING', progress = 0, started = ?, updated = ? where id = ?" + UNFINISHED,
                now,
                now,
                id);
    }

    @Override
    public boolean progress(String id, int perCent, String message) {
        return update(
                "update job set progress = ?, message = ?, updated = ? where id = ? and status = 'RUNNING'",
                perCent,
                cut(message),
                now(),
                id);
    }

    @Override
    public boolean succeed(String id) {
        Instant now = now();
        return update(
                "update job set status = 'SUCCESSFUL', progress = 100, message = 'Finished', finished = ?, updated = ?"
                        + " where id = ? and status = 'RUNNING'",
                now,
                now,
                id);
    }

    @Override
    public boolean fail(String id, String errorCode, String message) {
        Instant now = now();
        return update(
                "update job set status = 'FAILED', error_code = ?, message = ?, finished = ?, updated = ?"
                        + " where id = ?" + UNFINISHED,
                errorCode,
                cut(message),
                now,
                now,
                id);
    }

    @Override
    public boolean dismiss(String id) {
        Instant now = now();
        return update(
                "update job set status = 'DISMISSED', message = 'Dismissed',"
                        + " finished = coalesce(finished, ?), updated = ? where id = ? and status <> 'DISMISSED'",
                now,
                now,
                id);
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private boolean update(String sql, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, parameters);
            return statement.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new StoreException("The database of jobs can't be written", e);
        }
    }

    private <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
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

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i] instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : parameters[i];
            statement.setObject(i + 1, value);
        }
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("id"),
                row.getString("process_id"),
                row.getString("request"),
                JobStatus.valueOf(row.getString("status")),
                row.getInt("progress"),
                row.getString("message"),
                row.getString("error_code"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                instant(row, "started"),
                instant(row, "finished"),
                row.getObject("updated", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
