package org.geocrop.job;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NotFoundException;
import org.geocrop.process.Lane;
import org.jspecify.annotations.Nullable;

/** Jobs that do not outlive their process, for tests of what works on jobs. */
public final class InMemoryJobStore implements JobStore {

    private static final Comparator<Row> NEWEST = Comparator.comparing((Row row) -> row.created)
            .thenComparing(row -> row.id)
            .reversed();

    private final Map<String, Row> rows = new LinkedHashMap<>();

    private static final class Row {
        final String id = UUID.randomUUID().toString();
        final NewJob asked;
        final long rank;
        final Instant created = now();
        final List<LogLine> log = new ArrayList<>();
        JobStatus status = JobStatus.ACCEPTED;
        int attempt;
        int tries;
        String phase = "";
        int progress;
        String message = "Waiting for a worker";

        @Nullable String errorCode;

        @Nullable String measure;

        @Nullable Instant started;

        @Nullable Instant finished;

        Instant updated = created;

        Row(NewJob asked, long rank) {
            this.asked = asked;
            this.rank = rank;
        }

        Job job() {
            return new Job(
                    id,
                    asked.owner(),
                    Job.Sharing.PRIVATE,
                    asked.processId(),
                    asked.lane(),
                    asked.subscriber(),
                    asked.baseUrl(),
                    rank,
                    status,
                    attempt,
                    tries,
                    phase,
                    progress,
                    message,
                    errorCode,
                    measure,
                    created,
                    started,
                    finished,
                    updated);
        }

        boolean isUnfinished() {
            return !status.isFinal();
        }

        boolean runs(int number) {
            return status == JobStatus.RUNNING && attempt == number;
        }

        void end(JobStatus as, String why) {
            status = as;
            message = why;
            finished = finished == null ? now() : finished;
        }

        Duration ran() {
            return started == null || finished == null ? Duration.ZERO : Duration.between(started, finished);
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private Optional<Row> row(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** Changes a row if it may be changed so. */
    private synchronized boolean change(String id, Predicate<Row> allowed, Consumer<Row> change) {
        Optional<Row> row = row(id).filter(allowed);
        row.ifPresent(it -> {
            change.accept(it);
            it.updated = now();
        });
        return row.isPresent();
    }

    private Stream<Row> unfinishedRows() {
        return rows.values().stream().filter(Row::isUnfinished);
    }

    @Override
    public synchronized Accepted accept(NewJob job) {
        Optional<Job> known = known(job);
        if (known.isPresent()) {
            return new Accepted(known.get(), false);
        }
        Row row = new Row(job, rank(job.owner(), job.lane()));
        rows.put(row.id, row);
        return new Accepted(row.job(), true);
    }

    private long rank(String owner, Lane lane) {
        long running = unfinishedRows()
                .filter(row -> row.status == JobStatus.RUNNING && row.asked.lane() == lane)
                .mapToLong(row -> row.rank)
                .max()
                .orElse(0);
        long own = unfinishedRows()
                .filter(row -> row.asked.owner().equals(owner) && row.asked.lane() == lane)
                .mapToLong(row -> row.rank + 1)
                .max()
                .orElse(0);
        return Math.max(running, own);
    }

    @Override
    public synchronized Optional<Job> known(NewJob job) {
        if (job.idempotencyKey() == null) {
            return Optional.empty();
        }
        Optional<Row> there = rows.values().stream()
                .filter(row -> row.asked.owner().equals(job.owner())
                        && job.idempotencyKey().equals(row.asked.idempotencyKey()))
                .findFirst();
        if (there.isPresent()
                && !(there.get().asked.processId().equals(job.processId())
                        && there.get().asked.request().equals(job.request()))) {
            throw new ConflictException("The idempotency key was given to another request");
        }
        return there.map(Row::job);
    }

    @Override
    public synchronized Optional<Job> find(String id) {
        return row(id).map(Row::job);
    }

    @Override
    public synchronized String request(String id) {
        return row(id).map(row -> row.asked.request())
                .orElseThrow(() -> new NotFoundException("There is no job " + id));
    }

    @Override
    public synchronized Set<String> ended(Set<String> ids) {
        return ids.stream()
                .filter(id -> row(id).map(row -> !row.isUnfinished()).orElse(true))
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized List<Job> list(JobQuery query) {
        return rows.values().stream()
                .filter(row -> matches(row, query))
                .sorted(NEWEST)
                .limit(query.limit())
                .map(Row::job)
                .toList();
    }

    private static boolean matches(Row row, JobQuery query) {
        boolean visible = query.viewer() == null || query.viewer().user().equals(row.asked.owner());
        boolean kind = (query.processIds().isEmpty() || query.processIds().contains(row.asked.processId()))
                && !query.otherThan().contains(row.asked.processId())
                && (query.statuses().isEmpty() || query.statuses().contains(row.status));
        boolean time = (query.from() == null || !row.created.isBefore(query.from()))
                && (query.to() == null || !row.created.isAfter(query.to()));
        return visible && kind && time && ranAsLong(row, query) && touches(row, query) && comesAfter(row, query);
    }

    private static boolean ranAsLong(Row row, JobQuery query) {
        if (query.minDuration() == null && query.maxDuration() == null) {
            return true;
        }
        Instant started = row.started;
        if (started == null) {
            return false;
        }
        Duration ran = row.finished == null ? Duration.between(started, now()) : row.ran();
        return (query.minDuration() == null || ran.compareTo(query.minDuration()) >= 0)
                && (query.maxDuration() == null || ran.compareTo(query.maxDuration()) <= 0);
    }

    private static boolean touches(Row row, JobQuery query) {
        double[] wanted = query.bounds();
        double[] own = row.asked.bounds();
        return wanted == null
                || (own != null
                        && own[0] <= wanted[2]
                        && own[2] >= wanted[0]
                        && own[1] <= wanted[3]
                        && own[3] >= wanted[1]);
    }

    private static boolean comesAfter(Row row, JobQuery query) {
        JobQuery.Position after = query.after();
        if (after == null) {
            return true;
        }
        int order = row.created.compareTo(after.created());
        return order < 0 || (order == 0 && row.id.compareTo(after.id()) < 0);
    }

    @Override
    public synchronized List<Job> unfinished() {
        return unfinishedRows()
                .map(Row::job)
                .sorted(Comparator.comparingLong(Job::rank).thenComparing(Job::created))
                .toList();
    }

    @Override
    public synchronized int countUnfinished() {
        return (int) unfinishedRows().count();
    }

    @Override
    public synchronized int countUnfinished(String owner) {
        return (int)
                unfinishedRows().filter(row -> row.asked.owner().equals(owner)).count();
    }

    @Override
    public synchronized Optional<Job> start(String id) {
        boolean started = change(id, Row::isUnfinished, row -> {
            row.status = JobStatus.RUNNING;
            row.progress = 0;
            row.phase = "";
            row.attempt++;
            row.tries++;
            row.started = now();
        });
        return started ? find(id) : Optional.empty();
    }

    @Override
    public boolean giveBack(String id, int attempt) {
        return change(id, row -> row.runs(attempt), row -> {
            row.status = JobStatus.ACCEPTED;
            row.tries = Math.max(0, row.tries - 1);
            row.message = "Waiting for a worker, which was stopped";
        });
    }

    @Override
    public void forgive(String id) {
        change(id, Row::isUnfinished, row -> row.tries = Math.max(0, row.tries - 1));
    }

    @Override
    public boolean progress(String id, int attempt, String phase, int perCent, String message) {
        return change(id, row -> row.runs(attempt), row -> {
            row.phase = phase;
            row.progress = perCent;
            row.message = message;
        });
    }

    @Override
    public synchronized boolean isRunning(String id, int attempt) {
        return row(id).filter(row -> row.runs(attempt)).isPresent();
    }

    @Override
    public void measure(String id, String measure) {
        change(id, row -> true, row -> row.measure = measure);
    }

    @Override
    public boolean succeed(String id, int attempt, String message) {
        return change(id, row -> row.runs(attempt), row -> {
            row.progress = 100;
            row.end(JobStatus.SUCCESSFUL, message);
        });
    }

    @Override
    public boolean fail(String id, int attempt, String errorCode, String message) {
        return change(id, row -> row.isUnfinished() && row.attempt == attempt, row -> {
            row.errorCode = errorCode;
            row.end(JobStatus.FAILED, message);
        });
    }

    @Override
    public boolean dismiss(String id) {
        return change(id, row -> row.status != JobStatus.DISMISSED, row -> row.end(JobStatus.DISMISSED, "Dismissed"));
    }

    @Override
    public synchronized void log(String id, String message) {
        row(id).ifPresent(row -> row.log.add(new LogLine(now(), message)));
    }

    @Override
    public synchronized List<LogLine> readLog(String id) {
        return row(id).map(row -> List.copyOf(row.log)).orElse(List.of());
    }

    @Override
    public synchronized List<Job> measured(String processId, int limit) {
        return rows.values().stream()
                .filter(row -> row.asked.processId().equals(processId)
                        && row.status == JobStatus.SUCCESSFUL
                        && row.measure != null)
                .sorted(NEWEST)
                .limit(limit)
                .map(Row::job)
                .toList();
    }

    @Override
    public synchronized List<String> endedBefore(Instant time, int limit) {
        return rows.values().stream()
                .filter(row -> row.finished != null && row.finished.isBefore(time))
                .sorted(Comparator.comparing(row -> Objects.requireNonNull(row.finished)))
                .limit(limit)
                .map(row -> row.id)
                .toList();
    }

    @Override
    public synchronized void remove(String id) {
        row(id).filter(row -> !row.isUnfinished()).ifPresent(row -> rows.remove(row.id));
    }
}
