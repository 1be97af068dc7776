package org.geocrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.geocrop.Until;
import org.geocrop.catalogue.Results;
import org.geocrop.error.StoreException;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.Lane;
import org.geocrop.process.Prepared;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.Processes;
import org.geocrop.process.echo.Echo;
import org.geocrop.raster.TileCache;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How jobs end when what is around them fails. */
class JobRunnerTest {

    private static final JobRunner.Limits LIMITS =
            new JobRunner.Limits(Duration.ofMinutes(1), 3, Duration.ofSeconds(30));
    private static final String FAULTY = "faulty";

    @TempDir
    Path folder;

    private final InMemoryJobStore jobs = new InMemoryJobStore();

    private Results results() {
        return new Results(new FolderStore(folder), new TileCache(1 << 20));
    }

    private void run(JobStore store, JobListener listener, Consumer<Execution> faulty, String id) {
        Processes processes = new Processes(List.of(new Echo(new FolderStore(folder)), new Faulty(faulty)));
        try (JobRunner runner = new JobRunner(store, processes, results(), LIMITS, listener)) {
            runner.run(id);
        }
    }

    private record Faulty(Consumer<Execution> work) implements GeoProcess {
        @Override
        public String id() {
            return FAULTY;
        }

        @Override
        public ProcessDescription description() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Prepared prepare(Execution execution) {
            return Prepared.map(() -> work.accept(execution));
        }
    }

    private String accept(String process) {
        return jobs.accept(new NewJob(
                        "ann",
                        process,
                        Lane.QUESTION,
                        "{\"inputs\":{\"string\":\"x\"}}",
                        ExecuteRequest.Subscriber.NOBODY,
                        "",
                        null,
                        null))
                .job()
                .id();
    }

    private Job job(String id) {
        return jobs.find(id).orElseThrow();
    }

    @Test
    void whoeverIsToldOfTheEndMayFail() {
        String id = accept(Echo.ID);
        JobListener deaf = new JobListener() {
            @Override
            public void ended(Job job) {
                throw new IllegalStateException("the database of deliveries is away");
            }
        };
        run(jobs, deaf, execution -> {}, id);
        assertThat(job(id).status()).isEqualTo(JobStatus.SUCCESSFUL);
        assertThat(results().find(id)).isPresent();
    }

    /** The jobs' store fails every call of a name so many times before it does what it is asked. */
    private JobStore failing(String name, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(name) && left.getAndDecrement() > 0) {
                        throw new StoreException("The database is away");
                    }
                    try {
                        return method.invoke(jobs, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void anOutageOfTheDatabaseIsWaitedFor() {
        for (String call : List.of("request", "succeed", "isRunning", "progress", "log", "find")) {
            String id = accept(Echo.ID);
            run(failing(call, 2), JobListener.NONE, execution -> {}, id);
            assertThat(job(id).status()).as(call).isEqualTo(JobStatus.SUCCESSFUL);
            assertThat(job(id).attempt()).as(call).isEqualTo(1);
        }
    }

    @Test
    void aFaultThatNobodyForesawFailsTheJobAndKeepsNothing() {
        String id = accept(FAULTY);
        run(
                failing("fail", 2),
                JobListener.NONE,
                execution -> {
                    throw new IllegalStateException("not foreseen");
                },
                id);
        assertThat(job(id).status()).isEqualTo(JobStatus.FAILED);
        assertThat(job(id).errorCode()).isEqualTo("internal-error");
    }

    /** Another worker has it, and its files, too. */
    @Test
    void aRunThatWasThoughtDeadRemovesNothing() {
        String id = accept(FAULTY);
        run(
                jobs,
                JobListener.NONE,
                execution -> {
                    assertThat(jobs.start(id).orElseThrow().attempt()).isEqualTo(2);
                    new Echo(new FolderStore(folder)).prepare(execution).run();
                    throw new IllegalStateException("not foreseen");
                },
                id);
        assertThat(job(id).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job(id).tries()).isEqualTo(1);
        assertThat(results().find(id)).isPresent();
    }

    /** Whichever of its threads it was that ran out. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aJobThatTakesAllMemoryHasThreeAttempts(int wrapped) {
        String id = accept(FAULTY);
        OutOfMemoryError error = new OutOfMemoryError("of a test");
        Consumer<Execution> hungry = execution -> {
            switch (wrapped) {
                case 1 -> throw new CompletionException(error);
                case 2 -> throw new IllegalStateException(new ExecutionException(error));
                case 3 -> throw new StoreException("The raster could not be written", error);
                default -> throw error;
            }
        };
        for (int attempt = 1; attempt < LIMITS.tries(); attempt++) {
            assertThatThrownBy(() -> run(jobs, JobListener.NONE, hungry, id)).isInstanceOf(StoreException.class);
            assertThat(job(id).status()).isEqualTo(JobStatus.RUNNING);
        }
        run(jobs, JobListener.NONE, hungry, id);
        assertThat(job(id).status()).isEqualTo(JobStatus.FAILED);
        assertThat(job(id).errorCode()).isEqualTo("out-of-memory");
    }

    @Test
    void aJobWhoseWorkersAllDiedIsGivenUp() {
        String id = accept(Echo.ID);
        for (int attempt = 1; attempt <= LIMITS.tries(); attempt++) {
            assertThat(jobs.start(id)).isPresent();
        }
        run(jobs, JobListener.NONE, execution -> {}, id);
        assertThat(job(id).status()).isEqualTo(JobStatus.FAILED);
        assertThat(job(id).errorCode()).isEqualTo("worker-lost");
        assertThat(results().find(id)).isEmpty();
    }

    /** One of two that died together three times kills its server; the other one, which waits for it, does not die again. */
    @Test
    void jobsWhoseWorkersDiedTwiceRunOneAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Consumer<Execution> slow = execution -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            first.countDown();
            join(goOn);
            running.decrementAndGet();
        };
        List<String> suspects = List.of(accept(FAULTY), accept(FAULTY));
        for (String id : suspects) {
            for (int died = 1; died < LIMITS.tries(); died++) {
                assertThat(jobs.start(id)).isPresent();
            }
        }
        String innocent = accept(Echo.ID);
        Processes processes = new Processes(List.of(new Echo(new FolderStore(folder)), new Faulty(slow)));
        try (JobRunner runner = new JobRunner(jobs, processes, results(), LIMITS, JobListener.NONE)) {
            List<Thread> threads = new ArrayList<>();
            for (String id : suspects) {
                threads.add(new Thread(() -> runner.run(id)));
            }
            threads.forEach(Thread::start);
            join(first);
            // While one runs the other waits, without a try of its own; who is not suspected runs.
            Until.isTrue(
                    "one waits",
                    () -> threads.stream()
                            .anyMatch(t -> t.getState() == Thread.State.WAITING
                                    && Stream.of(t.getStackTrace())
                                            .anyMatch(f -> f.getMethodName().equals("lockInterruptibly"))));
            assertThat(suspects.stream().map(id -> job(id).tries())).containsExactlyInAnyOrder(2, 3);
            runner.run(innocent);
            assertThat(job(innocent).status()).isEqualTo(JobStatus.SUCCESSFUL);
            goOn.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(most).hasValue(1);
        assertThat(suspects.stream().map(id -> job(id).status())).containsOnly(JobStatus.SUCCESSFUL);
    }

    private static void join(CountDownLatch latch) {
        try {
            assertThat(latch.await(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
