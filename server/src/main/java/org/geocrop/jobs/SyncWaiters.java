package org.geocrop.jobs;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.geocrop.error.GeocropException;
import org.geocrop.job.Job;
import org.geocrop.job.JobStore;
import org.geocrop.job.Threads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Clients that wait for jobs, without a thread each: one thread looks after all, and a few answer. Each hears of the
 * job's end, or of where it is when its patience is over or the server stops: before its port closes.
 */
@Component
public class SyncWaiters implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SyncWaiters.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int ANSWERING = 8;

    /** @param until by the clock that is never set */
    private record Client(String jobId, long until, Consumer<Job> answer) {}

    private final JobStore jobs;
    private final Map<Client, Boolean> clients = new ConcurrentHashMap<>();
    /** Answers may have to be read from a store far away. */
    private final ExecutorService answering =
            Executors.newFixedThreadPool(ANSWERING, Threads.named("geocrop-answering"));

    private final Threads.Recurring looker = Threads.daemon("geocrop-waiting");
    private volatile boolean isStopping;

    SyncWaiters(JobStore jobs) {
        this.jobs = jobs;
        looker.every(LOOK_EVERY, "Looking after the clients that wait", this::look);
    }

    /** How many wait. */
    public int count() {
        return clients.size();
    }

    /** Calls once, from another thread, when the job has ended or the time is over. */
    public void await(Job job, Duration patience, Consumer<Job> answer) {
        clients.put(new Client(job.id(), System.nanoTime() + patience.toNanos(), answer), true);
    }

    /** One query for all. */
    private void look() {
        Set<String> waitedFor = clients.keySet().stream().map(Client::jobId).collect(Collectors.toSet());
        Set<String> ended = ended(waitedFor);
        long now = System.nanoTime();
        for (Client client : clients.keySet()) {
            if (isStopping || ended.contains(client.jobId) || now - client.until > 0) {
                clients.remove(client);
                answering.execute(Threads.surviving("An answer to a client that waited", () -> answer(client)));
            }
        }
    }

    /** While the store of jobs is away none has ended, but the patience of clients is over all the same. */
    private Set<String> ended(Set<String> ids) {
        try {
            return jobs.ended(ids);
        } catch (GeocropException e) {
            LOG.warn("Could not look after the clients that wait: {}", e.getMessage());
            return Set.of();
        }
    }

    private void answer(Client client) {
        jobs.find(client.jobId).ifPresent(client.answer);
    }

    @Override
    public void start() {
        isStopping = false;
    }

    @Override
    public void stop() {
        isStopping = true;
    }

    @Override
    public boolean isRunning() {
        return !isStopping;
    }

    /** After the drain, and before the server waits for the requests that are left. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    @PreDestroy
    void close() {
        looker.close();
        answering.shutdownNow();
    }
}
