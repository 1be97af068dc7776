package org.geocrop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.JobStore;
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
        jobs = new JdbcJobStore(database.dataSource());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aJobRunsFromAcceptedToSuccessful() {
        Job job = jobs.accept("classify-crops", "{\"inputs\":{}}");
        assertThat(job.status()).isEqualTo(JobStatus.ACCEPTED);
        assertThat(jobs.unfinished()).containsExactly(job.id());
        assertThat(jobs.start(job.id())).isTrue();
        assertThat(jobs.progress(job.id(), 40, "Classified")).isTrue();
        Job running = jobs.find(job.id()).orElseThrow();
        assertThat(running.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(running.progress()).isEqualTo(40);
        assertThat(running.message()).isEqualTo("Classified");
        assertThat(running.started()).isNotNull();
        assertThat(jobs.succeed(job.id())).isTrue();
        Job done = jobs.find(job.id()).orElseThrow();
        assertThat(done.status()).isEqualTo(JobStatus.SUCCESSFUL);
        assertThat(done.progress()).isEqualTo(100);
        assertThat(done.finished()).isAfterOrEqualTo(done.started());
        assertThat(done.request()).isEqualTo("{\"inputs\":{}}");
        assertThat(jobs.unfinished()).isEmpty();
    }

    @Test
    void aFinalStatusStays() {
        String dismissed = jobs.accept("p", "{}").id();
        assertThat(jobs.start(dismissed)).isTrue();
        assertThat(jobs.dismiss(dismissed)).isTrue();
        assertThat(jobs.progress(dismissed, 50, "x")).isFalse();
        assertThat(jobs.succeed(dismissed)).isFalse();
        assertThat(jobs.fail(dismissed, "x", "x")).isFalse();
        assertThat(jobs.start(dismissed)).isFalse();
        assertThat(jobs.dismiss(dismissed)).isFalse();
        assertThat(jobs.find(dismissed).orElseThrow().status()).isEqualTo(JobStatus.DISMISSED);

        String failed = jobs.accept("p", "{}").id();
        assertThat(jobs.fail(failed, "no-scenes", "There are none")).isTrue();
        assertThat(jobs.start(failed)).isFalse();
        assertThat(jobs.find(failed).orElseThrow().errorCode()).isEqualTo("no-scenes");
    }

    @Test
    void jobsOutliveTheProcess() throws Exception {
        String id = jobs.accept("p", "{\"a\": \"ü\"}").id();
        jobs.start(id);
        database.close();
        open();
        assertThat(jobs.unfinished()).containsExactly(id);
        assertThat(jobs.find(id).orElseThrow().request()).isEqualTo("{\"a\": \"ü\"}");
        // A job that a crash cut off is taken up again.
        assertThat(jobs.start(id)).isTrue();
    }

    @Test
    void listsAreNewestFirstByPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            jobs.accept("p", "{\"n\":" + i + "}");
            Thread.sleep(2);
        }
        List<Job> page = jobs.list(2, 1);
        assertThat(page).extracting(Job::request).containsExactly("{\"n\":3}", "{\"n\":2}");
        assertThat(jobs.list(10, 5)).isEmpty();
    }

    @Test
    void theQueueRunsEachJobOnceAndAgainAfterAFailure() throws Exception {
        Queue<String> runs = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(3);
        try (SchedulerQueue queue = new SchedulerQueue(database, 2, id -> {
            runs.add(id);
            if (id.equals("b") && runs.stream().filter("b"::equals).count() == 1) {
                throw new IllegalStateException("the first time");
            }
            done.countDown();
        })) {
            queue.submit("a");
            queue.submit("a");
            queue.submit("b");
            queue.submit("c");
            queue.start();
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(runs).containsExactlyInAnyOrder("a", "b", "b", "c");
        }
    }

    @Test
    void closingTheQueueIsQuickAndKeepsWhatWaits() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Queue<String> runs = new ConcurrentLinkedQueue<>();
        SchedulerQueue queue = new SchedulerQueue(database, 1, id -> {
            begun.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
        queue.submit("long");
        queue.submit("waiting");
        queue.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Instant closing = Instant.now();
        queue.close();
        assertThat(Duration.between(closing, Instant.now())).isLessThan(Duration.ofSeconds(20));
        CountDownLatch both = new CountDownLatch(2);
        try (SchedulerQueue next = new SchedulerQueue(database, 1, id -> {
            runs.add(id);
            both.countDown();
        })) {
            next.start();
            assertThat(both.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(runs).containsExactlyInAnyOrder("long", "waiting");
    }
}
