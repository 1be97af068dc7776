package org.geocrop.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.geocrop.error.ConflictException;
import org.geocrop.job.Job;
import org.geocrop.job.JobQuery;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.job.NewJob;
import org.geocrop.store.Sha256;

/** Jobs in the table {@code job}. Each change of status is one conditional update. */
public final class JdbcJobStore implements JobStore {

    private static final int MAX_MESSAGE = 2000;
    private static final int MAX_LOG = 2000;
    private static final String UNFINISHED = " and status in ('ACCEPTED', 'RUNNING')";
    private static final String THIS_RUN = " where id = ? and attempt = ? and status = 'RUNNING'";

    private final Database database;
    private final Sql sql;

    public JdbcJobStore(Database database) {
        this.database = database;
        this.sql = new Sql(database.dataSource());
    }

    @Override
    public Accepted accept(NewJob job) {
        String id = UUID.randomUUID().toString();
        String hash = Sha256.of(job.processId() + "\n" + job.request());
        try {
            insert(job, id, hash);
            return new Accepted(find(id).orElseThrow(), true);
        } catch (Sql.DuplicateException e) {
            Job there = sql
                    .query(
                            "select * from job where owner = ? and idempotency_key = ? and request_sha256 = ?",
                            JdbcJobStore::job,
                            job.owner(),
                            job.idempotencyKey(),
                            hash)
                    .stream()
                    .findFirst()
                    .orElseThrow(() -> new ConflictException(
                            "The idempotency key was given to another request; each request has its own", e));
            return new Accepted(there, false);
        }
    }

    /**
     * A job's rank is one above that of its owner's last unfinished job, but not below that of the jobs that run: so
     * owners take turns, and nobody's patience counts before he has asked (start-time fair queueing, Goyal et al.
     * 1996).
     */
    private void insert(NewJob job, String id, String hash) throws Sql.DuplicateException {
        Instant now = now();
        sql.insert(
                "insert into job (id, owner, process_id, request, base_url, status, progress, message, created, updated,"
                        + " idempotency_key, request_sha256, has_subscriber, bounds, rank)"
                        + " values (?, ?, ?, ?, ?, 'ACCEPTED', 0, 'Waiting for a worker', ?, ?, ?, ?, ?,"
                        + " cast(? as geometry), greatest("
                        + " coalesce((select max(rank) from job where status = 'RUNNING'), 0),"
                        + " coalesce((select max(rank) + 1 from job where owner = ?" + UNFINISHED + "), 0)))",
                id,
                job.owner(),
                job.processId(),
                job.request(),
                job.baseUrl(),
                now,
                now,
                job.idempotencyKey(),
                hash,
                job.request().contains("\"subscriber\""),
                job.bounds() == null ? null : database.rectangle(job.bounds()),
                job.owner());
    }

    @Override
    public Optional<Job> find(String id) {
        return sql.query("select * from job where id = ?", JdbcJobStore::job, id).stream()
                .findFirst();
    }

    @Override
    public Set<String> ended(Set<String> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Set<String> ended = new HashSet<>(ids);
        String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        sql.query("select id from job where id in (" + marks + ")" + UNFINISHED, row -> row.getString(1), ids.toArray())
                .forEach(ended::remove);
        return ended;
    }

    @Override
    public List<Job> list(JobQuery query) {
        JobCondition condition = new JobCondition(query, database, now());
        return sql.query(
                "select * from job where " + condition.sql() + " order by created desc, id desc limit ?",
                JdbcJobStore::job,
                condition.parameters(query.limit()));
    }

    @Override
    public List<Job> unfinished() {
        return sql.query("select * from job where 1 = 1" + UNFINISHED + " order by rank, created", JdbcJobStore::job);
    }

    @Override
    public int countUnfinished() {
        return sql.query("select count(*) from job where 1 = 1" + UNFINISHED, row -> row.getInt(1))
                .get(0);
    }

    @Override
    public int countUnfinished(String owner) {
        return sql.query("select count(*) from job where owner = ?" + UNFINISHED, row -> row.getInt(1), owner)
                .get(0);
    }

    @Override
    public OptionalInt start(String id) {
        Instant now = now();
        int started = sql.update(
                "update job set status = 'RUNNING', progress = 0, phase = '', attempt = attempt + 1, started = ?,"
                        + " updated = ? where id = ?" + UNFINISHED,
                now,
                now,
                id);
        return started == 1 ? OptionalInt.of(find(id).orElseThrow().attempt()) : OptionalInt.empty();
    }

    @Override
    public boolean progress(String id, int attempt, String phase, int perCent, String message) {
        return sql.update(
                        "update job set phase = ?, progress = ?, message = ?, updated = ?" + THIS_RUN,
                        phase,
                        perCent,
                        cut(message),
                        now(),
                        id,
                        attempt)
                == 1;
    }

    @Override
    public boolean isRunning(String id, int attempt) {
        return !sql.query("select id from job" + THIS_RUN, row -> row.getString(1), id, attempt)
                .isEmpty();
    }

    @Override
    public void measure(String id, String measure) {
        sql.update("update job set measure = ? where id = ?", measure, id);
    }

    @Override
    public boolean succeed(String id, int attempt, String message) {
        Instant now = now();
        return sql.update(
                        "update job set status = 'SUCCESSFUL', progress = 100, message = ?, finished = ?, updated = ?,"
                                + " duration_ms = ?" + THIS_RUN,
                        cut(message),
                        now,
                        now,
                        runTime(id, now),
                        id,
                        attempt)
                == 1;
    }

    @Override
    public boolean fail(String id, int attempt, String errorCode, String message) {
        Instant now = now();
        return sql.update(
                        "update job set status = 'FAILED', error_code = ?, message = ?, finished = ?, updated = ?,"
                                + " duration_ms = ? where id = ? and attempt = ?" + UNFINISHED,
                        errorCode,
                        cut(message),
                        now,
                        now,
                        runTime(id, now),
                        id,
                        attempt)
                == 1;
    }

    @Override
    public boolean dismiss(String id) {
        Instant now = now();
        return sql.update(
                        "update job set status = 'DISMISSED', message = 'Dismissed',"
                                + " finished = coalesce(finished, ?), duration_ms = coalesce(duration_ms, ?),"
                                + " updated = ? where id = ? and status <> 'DISMISSED'",
                        now,
                        runTime(id, now),
                        now,
                        id)
                == 1;
    }

    @Override
    public void share(String id, Job.Sharing sharing) {
        sql.update("update job set sharing = ?, updated = ? where id = ?", sharing.name(), now(), id);
    }

    @Override
    public void log(String id, String message) {
        sql.update("insert into job_log (job_id, at, message) values (?, ?, ?)", id, now(), cut(message));
    }

    @Override
    public List<LogLine> readLog(String id) {
        return sql.query(
                "select at, message from job_log where job_id = ? order by id limit " + MAX_LOG,
                row -> new LogLine(Objects.requireNonNull(Sql.instant(row, "at")), row.getString("message")),
                id);
    }

    @Override
    public List<Job> measured(String processId, int limit) {
        return sql.query(
                "select * from job where process_id = ? and status = 'SUCCESSFUL' and measure is not null"
                        + " order by created desc limit ?",
                JdbcJobStore::job,
                processId,
                limit);
    }

    @Override
    public List<String> endedBefore(Instant time, int limit) {
        return sql.query(
                "select id from job where finished < ? order by finished limit ?",
                row -> row.getString(1),
                time,
                limit);
    }

    @Override
    public void remove(String id) {
        sql.update("delete from job where id = ? and status not in ('ACCEPTED', 'RUNNING')", id);
    }

    /** Jobs that have ended and whose subscribers were not told. */
    public List<Job> toNotify(Instant endedBefore) {
        return sql.query(
                "select * from job where has_subscriber and not notified and finished < ?"
                        + " and status in ('SUCCESSFUL', 'FAILED') order by finished limit 100",
                JdbcJobStore::job,
                endedBefore);
    }

    /** Notes that the last callback of a job was queued. */
    public void notified(String id) {
        sql.update("update job set notified = true where id = ?", id);
    }

    private long runTime(String id, Instant now) {
        return find(id).map(Job::started)
                .map(started -> Duration.between(started, now).toMillis())
                .orElse(0L);
    }

    private static Job job(ResultSet row) throws SQLException {
        return new Job(
                row.getString("id"),
                row.getString("owner"),
                Job.Sharing.valueOf(row.getString("sharing")),
                row.getString("process_id"),
                row.getString("request"),
                row.getString("base_url"),
                row.getLong("rank"),
                JobStatus.valueOf(row.getString("status")),
                row.getInt("attempt"),
                row.getString("phase"),
                row.getInt("progress"),
                row.getString("message"),
                row.getString("error_code"),
                row.getString("measure"),
                Objects.requireNonNull(Sql.instant(row, "created")),
                Sql.instant(row, "started"),
                Sql.instant(row, "finished"),
                Objects.requireNonNull(Sql.instant(row, "updated")));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
