package org.geocrop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.geocrop.error.ConflictException;
import org.geocrop.job.Job;
import org.geocrop.job.JobQuery;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.job.NewJob;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What jobs and their queue do in every database. */
abstract class JobStoreContract {

    /** The same database each time within a test, empty at its start. */
    protected abstract Database connect() throws Exception;

    private Database database;
    private JobStore jobs;

    @BeforeEach
    void open() throws Exception {
        database = connect();
        jobs = new JdbcJobStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Job accept(String owner, String request) {
        return accept(owner, request, null, null).job();
    }

    private JobStore.Accepted accept(String owner, String request, @Nullable String key, double @Nullable [] bounds) {
        return accept(owner, request, ExecuteRequest.Subscriber.NOBODY, key, bounds);
    }

    private JobStore.Accepted accept(
            String owner,
            String request,
            ExecuteRequest.Subscriber subscriber,
            @Nullable String key,
            double @Nullable [] bounds) {
        return jobs.accept(
                new NewJob(owner, "classify-crops", Lane.MAP, request, subscriber, "http://localhost", bounds, key));
    }

    private List<String> requests(JobQuery query) {
        return jobs.list(query).stream().map(job -> jobs.request(job.id())).toList();
    }

    private static JobQuery any() {
        return JobQuery.newest(100);
    }

    @Test
    void aJobRunsFromAcceptedToSuccessful() {
        Job job = accept("ann", "{\"inputs\":{}}");
        assertThat(job.status()).isEqualTo(JobStatus.ACCEPTED);
        assertThat(job.owner()).isEqualTo("ann");
        assertThat(jobs.unfinished()).extracting(Job::id).containsExactly(job.id());
        assertThat(jobs.start(job.id()).orElseThrow().attempt()).isEqualTo(1);
        assertThat(jobs.progress(job.id(), 1, "reading", 40, "Classified")).isTrue();
        assertThat(jobs.isRunning(job.id(), 1)).isTrue();
        Job running = jobs.find(job.id()).orElseThrow();
        assertThat(running.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(running.progress()).isEqualTo(40);
        assertThat(running.phase()).isEqualTo("reading");
        assertThat(running.message()).isEqualTo("Classified");
        assertThat(running.started()).isNotNull();
        jobs.measure(job.id(), "{\"pixels\":7}");
        jobs.log(job.id(), "Began");
        jobs.log(job.id(), "Finished");
        assertThat(jobs.succeed(job.id(), 1, "Finished")).isTrue();
        Job done = jobs.find(job.id()).orElseThrow();
        assertThat(done.status()).isEqualTo(JobStatus.SUCCESSFUL);
        assertThat(done.progress()).isEqualTo(100);
        assertThat(done.finished()).isAfterOrEqualTo(done.started());
        assertThat(jobs.request(job.id())).isEqualTo("{\"inputs\":{}}");
        assertThat(jobs.unfinished()).isEmpty();
        String other = accept("ann", "{}").id();
        assertThat(jobs.ended(Set.of(job.id(), other, "none"))).containsExactlyInAnyOrder(job.id(), "none");
        assertThat(jobs.ended(Set.of())).isEmpty();
        assertThat(jobs.isRunning(job.id(), 1)).isFalse();
        assertThat(jobs.measured("classify-crops", 5)).extracting(Job::measure).containsExactly("{\"pixels\":7}");
        assertThat(jobs.readLog(job.id())).extracting(JobStore.LogLine::message).containsExactly("Began", "Finished");
    }

    /** A worker that was thought dead comes back: what it says counts no more. */
    @Test
    void onlyTheLastAttemptChangesAJob() {
        String id = accept("ann", "{}").id();
        assertThat(jobs.start(id).orElseThrow().attempt()).isEqualTo(1);
        assertThat(jobs.start(id).orElseThrow().attempt()).isEqualTo(2);
        assertThat(jobs.progress(id, 1, "", 50, "x")).isFalse();
        assertThat(jobs.succeed(id, 1, "x")).isFalse();
        assertThat(jobs.fail(id, 1, "x", "x")).isFalse();
        assertThat(jobs.isRunning(id, 1)).isFalse();
        assertThat(jobs.succeed(id, 2, "Finished")).isTrue();
    }

    @Test
    void aFinalStatusStays() {
        String dismissed = accept("ann", "{}").id();
        assertThat(jobs.start(dismissed).orElseThrow().attempt()).isEqualTo(1);
        assertThat(jobs.dismiss(dismissed)).isTrue();
        assertThat(jobs.progress(dismissed, 1, "", 50, "x")).isFalse();
        assertThat(jobs.succeed(dismissed, 1, "x")).isFalse();
        assertThat(jobs.fail(dismissed, 1, "x", "x")).isFalse();
        assertThat(jobs.start(dismissed)).isEmpty();
        assertThat(jobs.dismiss(dismissed)).isFalse();
        assertThat(jobs.find(dismissed).orElseThrow().status()).isEqualTo(JobStatus.DISMISSED);

        String failed = accept("ann", "{}").id();
        assertThat(jobs.fail(failed, 0, "no-scenes", "There are none")).isTrue();
        assertThat(jobs.start(failed)).isEmpty();
        assertThat(jobs.find(failed).orElseThrow().errorCode()).isEqualTo("no-scenes");
    }

    @Test
    void jobsOutliveTheProcess() throws Exception {
        String id = accept("ann", "{\"a\": \"ü\"}").id();
        jobs.start(id);
        database.close();
        open();
        assertThat(jobs.unfinished()).extracting(Job::id).containsExactly(id);
        assertThat(jobs.request(id)).isEqualTo("{\"a\": \"ü\"}");
        // A job that a crash cut off is taken up again.
        assertThat(jobs.start(id).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void listsAreNewestFirstByPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            accept("ann", "{\"n\":" + i + "}");
            Thread.sleep(2);
        }
        JobQuery first = JobQuery.newest(2);
        List<Job> page = jobs.list(first);
        assertThat(page).extracting(job -> jobs.request(job.id())).containsExactly("{\"n\":4}", "{\"n\":3}");
        // A job that comes meanwhile does not shift the next page.
        accept("ann", "{\"n\":5}");
        Job last = page.get(1);
        JobQuery next = new JobQuery(
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                new JobQuery.Position(last.created(), last.id()),
                2);
        assertThat(requests(next)).containsExactly("{\"n\":2}", "{\"n\":1}");
    }

    @Test
    void filtersOfAList() throws Exception {
        accept("ann", "{\"n\":1}", null, new double[] {30, -18, 31, -17});
        Thread.sleep(5);
        Job second =
                accept("bob", "{\"n\":2}", null, new double[] {10, 40, 11, 41}).job();
        Thread.sleep(5);
        Job third = accept("bob", "{\"n\":3}");
        jobs.start(second.id());
        jobs.succeed(second.id(), 1, "Finished");
        assertThat(requests(any())).containsExactly("{\"n\":3}", "{\"n\":2}", "{\"n\":1}");
        assertThat(requests(of(List.of("echo"), List.of()))).isEmpty();
        assertThat(requests(of(List.of("echo", "classify-crops"), List.of(JobStatus.SUCCESSFUL))))
                .containsExactly("{\"n\":2}");
        assertThat(requests(where(null, second.created(), null, null, null, null)))
                .containsExactly("{\"n\":3}", "{\"n\":2}");
        assertThat(requests(where(null, null, second.created(), null, null, null)))
                .containsExactly("{\"n\":2}", "{\"n\":1}");
        assertThat(requests(where(null, null, null, null, Duration.ofSeconds(60), null)))
                .containsExactly("{\"n\":2}");
        assertThat(requests(where(null, null, null, Duration.ofSeconds(60), null, null)))
                .isEmpty();
        // By the spatial index: what touches, also at an edge.
        assertThat(requests(where(null, null, null, null, null, new double[] {30.5, -17.5, 40, 0})))
                .containsExactly("{\"n\":1}");
        assertThat(requests(where(null, null, null, null, null, new double[] {31, -17, 32, -16})))
                .containsExactly("{\"n\":1}");
        assertThat(requests(where(null, null, null, null, null, new double[] {-10, -10, -9, -9})))
                .isEmpty();
        assertThat(requests(where("ann", null, null, null, null, null))).containsExactly("{\"n\":1}");
        jobs.share(third.id(), Job.Sharing.SHARED);
        assertThat(requests(where("ann", null, null, null, null, null))).containsExactly("{\"n\":3}", "{\"n\":1}");
    }

    private static JobQuery of(List<String> processes, List<JobStatus> statuses) {
        return new JobQuery(null, processes, statuses, null, null, null, null, null, null, 100);
    }

    private static JobQuery where(
            @Nullable String viewer,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Duration min,
            @Nullable Duration max,
            double @Nullable [] bounds) {
        return new JobQuery(viewer, List.of(), List.of(), from, to, min, max, bounds, null, 100);
    }

    @Test
    void aKeyMakesOneJobOfTheSameRequest() {
        JobStore.Accepted first = accept("ann", "{\"n\":1}", "key", null);
        JobStore.Accepted again = accept("ann", "{\"n\":1}", "key", null);
        assertThat(first.isNew()).isTrue();
        assertThat(again.isNew()).isFalse();
        assertThat(again.job().id()).isEqualTo(first.job().id());
        assertThat(accept("bob", "{\"n\":1}", "key", null).isNew()).isTrue();
        assertThatThrownBy(() -> accept("ann", "{\"n\":2}", "key", null)).isInstanceOf(ConflictException.class);
        assertThat(jobs.list(any())).hasSize(2);
    }

    /** Ann has queued many jobs; Bob's first comes before her second, and so on by turns. */
    @Test
    void ownersTakeTurns() {
        for (int i = 1; i <= 3; i++) {
            accept("ann", "{\"ann\":" + i + "}");
        }
        for (int i = 1; i <= 2; i++) {
            accept("bob", "{\"bob\":" + i + "}");
        }
        assertThat(jobs.unfinished())
                .extracting(job -> jobs.request(job.id()))
                .containsExactly("{\"ann\":1}", "{\"bob\":1}", "{\"ann\":2}", "{\"bob\":2}", "{\"ann\":3}");
        assertThat(jobs.countUnfinished("ann")).isEqualTo(3);
        assertThat(jobs.countUnfinished()).isEqualTo(5);
    }

    @Test
    void endedJobsAreRemoved() {
        String ended = accept("ann", "{}").id();
        String waiting = accept("ann", "{}").id();
        jobs.dismiss(ended);
        assertThat(jobs.endedBefore(Instant.now().minusSeconds(60), 10)).isEmpty();
        assertThat(jobs.endedBefore(Instant.now().plusSeconds(60), 10)).containsExactly(ended);
        jobs.log(ended, "x");
        jobs.remove(ended);
        jobs.remove(waiting);
        assertThat(jobs.list(any())).extracting(Job::id).containsExactly(waiting);
    }

    @Test
    void subscribersThatWereNotToldAreFound() {
        JdbcJobStore store = (JdbcJobStore) jobs;
        ExecuteRequest.Subscriber subscriber =
                new ExecuteRequest.Subscriber(URI.create("http://localhost/s"), null, URI.create("http://localhost/f"));
        String id = accept("ann", "{}", subscriber, null, null).job().id();
        String quiet = accept("ann", "{\"subscriber\":{}}").id();
        for (String each : List.of(id, quiet)) {
            jobs.start(each);
            jobs.succeed(each, 1, "Finished");
        }
        assertThat(store.toNotify(Instant.now().minusSeconds(60))).isEmpty();
        assertThat(store.toNotify(Instant.now().plusSeconds(60)))
                .extracting(Job::id)
                .containsExactly(id);
        assertThat(jobs.find(id).orElseThrow().subscriber()).isEqualTo(subscriber);
        store.notified(id);
        assertThat(store.toNotify(Instant.now().plusSeconds(60))).isEmpty();
    }

    @Test
    void aDeliveryIsTriedUntilItSucceeds() throws Exception {
        Queue<String> tries = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(1);
        try (DeliveryQueue queue = new DeliveryQueue(database, 5, Duration.ofMillis(50), name -> {
            tries.add(name);
            if (tries.size() < 3) {
                throw new IllegalStateException("not yet");
            }
            done.countDown();
        })) {
            queue.start();
            queue.submit("a");
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(tries).containsExactly("a", "a", "a");
        }
    }

    @Test
    void theQueueRunsEachJobOnceAndAgainAfterAFailure() throws Exception {
        Queue<String> runs = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(3);
        try (SchedulerQueue queue = new SchedulerQueue(database, Map.of(Lane.MAP, 2), id -> {
            runs.add(id);
            if (id.equals("b") && runs.stream().filter("b"::equals).count() == 1) {
                throw new IllegalStateException("the first time");
            }
            done.countDown();
        })) {
            queue.submit(queued("a"));
            queue.submit(queued("a"));
            queue.submit(queued("b"));
            queue.submit(queued("c"));
            queue.start();
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(runs).containsExactlyInAnyOrder("a", "b", "b", "c");
        }
    }

    @Test
    void closingTheQueueIsQuickAndKeepsWhatWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Queue<String> runs = new ConcurrentLinkedQueue<>();
        SchedulerQueue queue = new SchedulerQueue(database, Map.of(Lane.MAP, 1), id -> {
            begun.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        queue.submit(queued("long"));
        queue.submit(queued("waiting"));
        queue.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Instant closing = Instant.now();
        queue.close();
        assertThat(Duration.between(closing, Instant.now())).isLessThan(Duration.ofSeconds(20));
        CountDownLatch both = new CountDownLatch(2);
        try (SchedulerQueue next = new SchedulerQueue(database, Map.of(Lane.MAP, 1), id -> {
            runs.add(id);
            both.countDown();
        })) {
            next.start();
            assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(runs).containsExactlyInAnyOrder("long", "waiting");
    }

    /** A job that only its queue knows. */
    static Job queued(String id) {
        Instant now = Instant.now();
        return new Job(
                id,
                "ann",
                Job.Sharing.PRIVATE,
                "p",
                Lane.MAP,
                ExecuteRequest.Subscriber.NOBODY,
                "",
                0,
                JobStatus.ACCEPTED,
                0,
                0,
                "",
                0,
                "",
                null,
                null,
                now,
                null,
                null,
                now);
    }
}
