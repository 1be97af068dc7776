package org.geocrop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
import org.geocrop.job.JobStoreContract;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What jobs and their queue do in every database. */
abstract class DatabaseContract extends JobStoreContract {

    /** The same database each time within a test, empty at its start. */
    protected abstract Database connect() throws Exception;

    private Database database;
    private JdbcJobStore jobs;

    @Override
    protected JobStore jobs() throws Exception {
        database = connect();
        jobs = new JdbcJobStore(database);
        return jobs;
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void jobsOutliveTheProcess() throws Exception {
        String id = accept("ann", "{\"a\": \"ü\"}").id();
        jobs.start(id);
        database.close();
        jobs();
        assertThat(jobs.unfinished()).extracting(Job::id).containsExactly(id);
        assertThat(jobs.request(id)).isEqualTo("{\"a\": \"ü\"}");
        // A job that a crash cut off is taken up again.
        assertThat(jobs.start(id).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void subscribersThatWereNotToldAreFound() {
        ExecuteRequest.Subscriber subscriber =
                new ExecuteRequest.Subscriber(URI.create("http://localhost/s"), null, URI.create("http://localhost/f"));
        String id = accept("ann", "{}", subscriber, null, null).job().id();
        String quiet = accept("ann", "{\"subscriber\":{}}").id();
        for (String each : List.of(id, quiet)) {
            jobs.start(each);
            jobs.succeed(each, 1, "Finished");
        }
        assertThat(jobs.toNotify(Instant.now().minusSeconds(60))).isEmpty();
        assertThat(jobs.toNotify(Instant.now().plusSeconds(60)))
                .extracting(Job::id)
                .containsExactly(id);
        assertThat(jobs.find(id).orElseThrow().subscriber()).isEqualTo(subscriber);
        jobs.notified(id);
        assertThat(jobs.toNotify(Instant.now().plusSeconds(60))).isEmpty();
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
