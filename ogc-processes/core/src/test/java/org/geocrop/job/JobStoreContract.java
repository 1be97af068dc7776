package org.geocrop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.geocrop.error.ConflictException;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of jobs does; each implementation's test extends it. */
public abstract class JobStoreContract {

    private JobStore jobs;

    /** A store that is empty at the start of a test. */
    protected abstract JobStore jobs() throws Exception;

    @BeforeEach
    final void take() throws Exception {
        jobs = jobs();
    }

    protected final Job accept(String owner, String request) {
        return accept(owner, request, null, null).job();
    }

    private JobStore.Accepted accept(String owner, String request, @Nullable String key, double @Nullable [] bounds) {
        return accept(owner, request, ExecuteRequest.Subscriber.NOBODY, key, bounds);
    }

    protected final JobStore.Accepted accept(
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
        assertThat(requests(otherThan("classify-crops"))).isEmpty();
        assertThat(requests(otherThan("echo"))).hasSize(3);
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
    }

    private static JobQuery otherThan(String process) {
        return new JobQuery(null, List.of(), List.of(process), List.of(), null, null, null, null, null, null, 100);
    }

    private static JobQuery of(List<String> processes, List<JobStatus> statuses) {
        return new JobQuery(null, processes, List.of(), statuses, null, null, null, null, null, null, 100);
    }

    private static JobQuery where(
            @Nullable String viewer,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Duration min,
            @Nullable Duration max,
            double @Nullable [] bounds) {
        return new JobQuery(
                viewer == null ? null : new JobQuery.Viewer(viewer, List.of()),
                List.of(),
                List.of(),
                List.of(),
                from,
                to,
                min,
                max,
                bounds,
                null,
                100);
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
}
