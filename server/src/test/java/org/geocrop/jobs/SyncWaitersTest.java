package org.geocrop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.geocrop.job.InMemoryJobStore;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.NewJob;
import org.geocrop.process.Lane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncWaitersTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final InMemoryJobStore jobs = new InMemoryJobStore();
    private final SyncWaiters waiters = new SyncWaiters(jobs);

    @AfterEach
    void close() {
        waiters.close();
    }

    private Job job() {
        return jobs.accept(new NewJob("ada", "echo", Lane.QUESTION, "{}", null, "http://localhost", null, null))
                .job();
    }

    private CompletableFuture<Job> await(Job job, Duration patience) {
        CompletableFuture<Job> answer = new CompletableFuture<>();
        waiters.await(job, patience, answer::complete);
        return answer;
    }

    private static JobStatus status(CompletableFuture<Job> answer) throws Exception {
        return answer.get(1, TimeUnit.MINUTES).status();
    }

    @Test
    void whoseJobHasEndedHearsOfIt() throws Exception {
        Job job = job();
        CompletableFuture<Job> answer = await(job, LONG);
        CompletableFuture<Job> other = await(job(), LONG);
        Job run = jobs.start(job.id()).orElseThrow();
        jobs.succeed(job.id(), run.attempt(), "");
        assertThat(status(answer)).isEqualTo(JobStatus.SUCCESSFUL);
        assertThat(other).isNotDone();
        assertThat(waiters.count()).isEqualTo(1);
    }

    @Test
    void whosePatienceIsOverHearsWhereTheJobIs() throws Exception {
        assertThat(status(await(job(), Duration.ofMillis(1)))).isEqualTo(JobStatus.ACCEPTED);
    }

    @Test
    void aServerThatStopsLeavesNobodyWaiting() throws Exception {
        CompletableFuture<Job> before = await(job(), LONG);
        waiters.stop();
        assertThat(status(before)).isEqualTo(JobStatus.ACCEPTED);
        assertThat(status(await(job(), LONG))).as("who comes after that").isEqualTo(JobStatus.ACCEPTED);
    }
}
