package org.geocrop.jdbc;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NotFoundException;
import org.geocrop.hash.Sha256;
import org.geocrop.job.Job;
import org.geocrop.job.JobQuery;
import org.geocrop.job.JobStore;
import org.geocrop.job.NewJob;
import org.jspecify.annotations.Nullable;

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
        this.sql = new Sql(database.pool());
    }

    @Override
    public Accepted accept(NewJob job) {
        String id = UUID.randomUUID().toString();
        try {
            insert(job, id);
            return new Accepted(find(id).orElseThrow(), true);
        } catch (Sql.DuplicateException e) {
            return new Accepted(known(job).orElseThrow(() -> new ConflictException("The job was removed", e)), false);
        }
    }

    @Override
    public Optional<Job> known(NewJob job) {
        String key = job.idempotencyKey();
        if (key == null) {
            return Optional.empty();
        }
        String ofKey = "where owner = ? and idempotency_key = ?";
        Optional<Job> there = sql.query(JobRow.SELECT + ofKey, JobRow::job, job.owner(), key).stream()
                .findFirst();
        if (there.isPresent()
                && sql.query(
                                "select id from job " + ofKey + " and request_sha256 = ?",
                                row -> row.getString(1),
                                job.owner(),
                                key,
                                hash(job))
                        .isEmpty()) {
            throw new ConflictException("The idempotency key was given to another request; each request has its own");
        }
        return there;
    }

    private static String hash(NewJob job) {
        return Sha256.of(job.processId() + "\n" + job.request());
    }

    /**
     * A job's rank is one above that of its owner's last unfinished job of its lane, but not below that of the jobs
     * that run there: so owners take turns, and nobody's patience counts before they have asked (start-time fair
     * queueing, Goyal et al. 1996).
     */
    private void insert(NewJob job, String id) throws Sql.DuplicateException {
        Instant now = now();
        sql.insert(
                "insert into job (id, owner, process_id, lane, request, base_url, status, progress, message, created,"
                        + " updated, idempotency_key, request_sha256, has_subscriber, success_uri, progress_uri,"
                        + " failed_uri, bounds, rank) values (?, ?, ?, ?, ?, ?, 'ACCEPTED', 0, 'Waiting for a worker', ?,"
                        + " ?, ?, ?, ?, ?, ?, ?, cast(? as geometry), greatest("
                        + " coalesce((select max(rank) from job where status = 'RUNNING' and lane = ?), 0),"
                        + " coalesce((select max(rank) + 1 from job where owner = ? and lane = ?" + UNFINISHED
                        + "), 0)))",
                id,
                job.owner(),
                job.processId(),
                job.lane().name(),
                job.request(),
                job.baseUrl(),
                now,
                now,
                job.idempotencyKey(),
                hash(job),
                !job.subscriber().isEmpty(),
                text(job.subscriber().success()),
                text(job.subscriber().inProgress()),
                text(job.subscriber().failed()),
                job.bounds() == null ? null : database.rectangle(job.bounds()),
                job.lane().name(),
                job.owner(),
                job.lane().name());
    }

    static @Nullable String text(@Nullable URI uri) {
        return uri == null ? null : uri.toString();
    }

    @Override
    public Optional<Job> find(String id) {
        return sql.query(JobRow.SELECT + "where id = ?", JobRow::job, id).stream()
                .findFirst();
    }

    @Override
    public String request(String id) {
        return sql.query("select request from job where id = ?", row -> row.getString(1), id).stream()
                .findFirst()
                .orElseThrow(() -> new NotFoundException("There is no job " + id));
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
                JobRow.SELECT + "where " + condition.sql() + " order by created desc, id desc limit ?",
                JobRow::job,
                condition.parameters(query.limit()));
    }

    @Override
    public List<Job> unfinished() {
        return sql.query(JobRow.SELECT + "where 1 = 1" + UNFINISHED + " order by rank, created", JobRow::job);
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
    public Optional<Job> start(String id) {
        Instant now = now();
        int started = sql.update(
                "update job set status = 'RUNNING', progress = 0, phase = '', attempt = attempt + 1, tries = tries + 1,"
                        + " started = ?, updated = ? where id = ?" + UNFINISHED,
                now,
                now,
                id);
        return started == 1 ? find(id) : Optional.empty();
    }

    @Override
    public boolean giveBack(String id, int attempt) {
        return sql.update(
                        "update job set status = 'ACCEPTED', tries = greatest(tries - 1, 0), message = 'Waiting for a"
                                + " worker, which was stopped', updated = ?" + THIS_RUN,
                        now(),
                        id,
                        attempt)
                == 1;
    }

    @Override
    public void forgive(String id) {
        sql.update("update job set tries = greatest(tries - 1, 0) where id = ?" + UNFINISHED, id);
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
        Ending ending = ending(id);
        return sql.update(
                        "update job set status = 'SUCCESSFUL', progress = 100, message = ?, finished = ?, updated = ?,"
                                + " duration_ms = ?" + THIS_RUN,
                        cut(message),
                        ending.at,
                        ending.at,
                        ending.runMs,
                        id,
                        attempt)
                == 1;
    }

    @Override
    public boolean fail(String id, int attempt, String errorCode, String message) {
        Ending ending = ending(id);
        return sql.update(
                        "update job set status = 'FAILED', error_code = ?, message = ?, finished = ?, updated = ?,"
                                + " duration_ms = ? where id = ? and attempt = ?" + UNFINISHED,
                        errorCode,
                        cut(message),
                        ending.at,
                        ending.at,
                        ending.runMs,
                        id,
                        attempt)
                == 1;
    }

    @Override
    public boolean dismiss(String id) {
        Ending ending = ending(id);
        return sql.update(
                        "update job set status = 'DISMISSED', message = 'Dismissed',"
                                + " finished = coalesce(finished, ?), duration_ms = coalesce(duration_ms, ?),"
                                + " updated = ? where id = ? and status <> 'DISMISSED'",
                        ending.at,
                        ending.runMs,
                        ending.at,
                        id)
                == 1;
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
                JobRow.SELECT + "where process_id = ? and status = 'SUCCESSFUL' and measure is not null"
                        + " order by created desc limit ?",
                JobRow::job,
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
                JobRow.SELECT + "where has_subscriber and not notified and finished < ?"
                        + " and status in ('SUCCESSFUL', 'FAILED') order by finished limit 100",
                JobRow::job,
                endedBefore);
    }

    /** Notes that the last callback of a job was queued. */
    public void notified(String id) {
        sql.update("update job set notified = true where id = ?", id);
    }

    private record Ending(Instant at, long runMs) {}

    /** Now, but not before the run began: the machine's clock may have been set back meanwhile. */
    private Ending ending(String id) {
        Instant now = now();
        return find(id).map(Job::started)
                .map(started -> now.isBefore(started)
                        ? new Ending(started, 0)
                        : new Ending(now, Duration.between(started, now).toMillis()))
                .orElse(new Ending(now, 0));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 1) + "…";
    }
}
