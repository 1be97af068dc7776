package org.geocrop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.geocrop.error.DismissedException;
import org.geocrop.process.Lane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs in a real PostgreSQL. */
class PostgresJobStoreIT extends DatabaseContract {

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    /** Runs after the contract has connected, so it empties tables and keeps the schema. */
    @BeforeEach
    void empty() throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url(), server.user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("truncate job, job_log, scheduled_tasks, scheduled_callbacks");
        }
    }

    @Override
    protected Database connect() {
        return Database.postgres(server.url(), server.user(), "", Duration.ofMinutes(30));
    }

    /** Web servers take jobs, and others work on them. */
    @Test
    void aServerWithoutWorkersLeavesJobsToOthers() throws Exception {
        Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        CountDownLatch done = new CountDownLatch(3);
        AtomicInteger here = new AtomicInteger();
        try (Database one = connect();
                Database two = connect();
                SchedulerQueue web = new SchedulerQueue(one, Map.of(), id -> here.incrementAndGet())) {
            web.start();
            for (int i = 0; i < 3; i++) {
                web.submit(queued("job-" + i));
            }
            assertThat(done.await(1500, TimeUnit.MILLISECONDS)).isFalse();
            try (SchedulerQueue worker = new SchedulerQueue(two, Map.of(Lane.MAP, 1), id -> work(id, runs, done))) {
                worker.start();
                assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(here.get()).isZero();
        assertThat(runs).hasSize(3);
    }

    /** Two processes, each with two workers, share forty jobs: none ends before both have begun some. */
    @Test
    void twoServersShareTheQueue() throws Exception {
        Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        CountDownLatch done = new CountDownLatch(40);
        CountDownLatch ofFirst = new CountDownLatch(1);
        CountDownLatch ofSecond = new CountDownLatch(1);
        try (Database one = connect();
                Database two = connect();
                SchedulerQueue first = new SchedulerQueue(one, Map.of(Lane.MAP, 2), id -> {
                    ofFirst.countDown();
                    await(ofSecond);
                    work(id, runs, done);
                });
                SchedulerQueue second = new SchedulerQueue(two, Map.of(Lane.MAP, 2), id -> {
                    ofSecond.countDown();
                    await(ofFirst);
                    work(id, runs, done);
                })) {
            for (int i = 0; i < 40; i++) {
                first.submit(queued("job-" + i));
            }
            first.start();
            second.start();
            assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(runs).hasSize(40).allSatisfy((id, count) -> assertThat(count).hasValue(1));
    }

    /** Longer than the scheduler itself waits, such as for a block that is nearly done. */
    @Test
    void aRunThatTakesLongToStopIsGivenBackBeforeTheDatabaseGoes() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        try (Database one = connect()) {
            SchedulerQueue queue = new SchedulerQueue(one, Map.of(Lane.MAP, 1), id -> {
                begun.countDown();
                await(new CountDownLatch(1));
                Thread.interrupted();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
                throw new DismissedException("The job was interrupted");
            });
            queue.submit(queued("slow"));
            queue.start();
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            queue.close();
            try (Connection connection = DriverManager.getConnection(server.url(), server.user(), "");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select picked from scheduled_tasks")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBoolean("picked")).isFalse();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void work(String id, Map<String, AtomicInteger> runs, CountDownLatch done) {
        runs.computeIfAbsent(id, key -> new AtomicInteger()).incrementAndGet();
        done.countDown();
    }
}
