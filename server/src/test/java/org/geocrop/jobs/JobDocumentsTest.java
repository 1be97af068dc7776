package org.geocrop.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.geocrop.catalogue.Results;
import org.geocrop.error.StoreException;
import org.geocrop.http.Links.Link;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.json.Json;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.geocrop.raster.TileCache;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;

/** Jobs are told of while the store can't be read, soon, and only without the links that it knows. */
class JobDocumentsTest {

    private static final String BASE = "http://localhost";
    private static final String ID = "00000000-0000-0000-0000-000000000001";

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();

    private static Job successful() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new Job(
                ID,
                "ann",
                Job.Sharing.PRIVATE,
                "echo",
                Lane.QUESTION,
                ExecuteRequest.Subscriber.NOBODY,
                BASE,
                0,
                JobStatus.SUCCESSFUL,
                1,
                1,
                "",
                100,
                "Done",
                null,
                null,
                now,
                now,
                now,
                now);
    }

    private FolderStore written() {
        FolderStore store = new FolderStore(folder);
        try (ResultWriter writer = new ResultWriter(store, ID, "echo")) {
            writer.publish(Map.of("string", ResultWriter.Document.json(Json.object())), null);
        }
        return store;
    }

    /** The store, which throws after a while whatever it is asked. */
    private ObjectStore away(ObjectStore store, Duration after) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    LockSupport.parkNanos(after.toNanos());
                    throw new StoreException("The store is away");
                });
    }

    private static JobDocuments documents(ObjectStore store, Health health) {
        return new JobDocuments(new Results(store, new TileCache(1 << 20)), () -> health);
    }

    private static Optional<Link> item(StatusInfo status) {
        return status.links().stream().filter(link -> link.rel().equals("item")).findFirst();
    }

    @Test
    void aSuccessfulJobIsLinkedToItsItem() {
        JobDocuments documents = documents(written(), Health.up().build());
        assertThat(item(documents.status(successful(), BASE))).isPresent();
    }

    @Test
    void whatIsKnownToBeAwayIsNotAsked() {
        JobDocuments documents =
                documents(away(written(), Duration.ZERO), Health.down().build());
        StatusInfo status = documents.status(successful(), BASE);
        assertThat(status.status()).isEqualTo(JobStatus.SUCCESSFUL);
        assertThat(item(status)).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aListDoesNotWaitForEachOfItsJobs() {
        JobDocuments documents =
                documents(away(written(), Duration.ofMillis(300)), Health.up().build());
        List<Job> jobs = Collections.nCopies(1000, successful());
        JobList list = documents.list(jobs, BASE, "/jobs", Optional.empty());
        assertThat(list.jobs()).hasSize(1000);
        assertThat(asked.get()).isBetween(1, 4);
    }
}
