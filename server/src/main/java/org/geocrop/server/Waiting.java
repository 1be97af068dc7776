package org.geocrop.server;

import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.geocrop.error.GeocropException;
import org.geocrop.job.Job;
import org.geocrop.job.JobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Clients that wait for jobs, without a thread each: one thread looks after all, and a few answer. Each hears of the
 * job's end, or of where it is when its patience is over.
 */
@Component
class Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final long LOOK_EVERY_MS = 50;
    private static final int ANSWERING = 8;

    private record Client(String jobId, Instant until, Consumer<Job> answer) {}

    private final JobStore jobs;
    private final Map<Client, Boolean> clients = new ConcurrentHashMap<>();
    /** Answers may have to be read from a store far away. */
    private final ExecutorService answering = Executors.newFixedThreadPool(ANSWERING, Waiting::thread);

    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(Waiting::thread);

    Waiting(JobStore jobs) {
        this.jobs = jobs;
        looker.scheduleWithFixedDelay(this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "geocrop-waiting");
        thread.setDaemon(true);
        return thread;
    }

    /** How many wait. */
    int count() {
        return clients.size();
    }

    /** Calls once, from another thread, when the job has ended or the time is over. */
    void await(Job job, Duration patience, Consumer<Job> answer) {
        clients.put(new Client(job.id(), Instant.now().plus(patience), answer), true);
    }

    /** One query for all. */
    private void look() {
        try {
            Set<String> ended =
                    jobs.ended(clients.keySet().stream().map(Client::jobId).collect(Collectors.toSet()));
            Instant now = Instant.now();
            for (Client client : clients.keySet()) {
                if (ended.contains(client.jobId) || now.isAfter(client.until)) {
                    clients.remove(client);
                    answering.execute(() -> jobs.find(client.jobId).ifPresent(client.answer));
                }
            }
        } catch (GeocropException e) {
            LOG.warn("Could not look after the clients that wait: {}", e.getMessage());
        }
    }

    @PreDestroy
    void close() {
        looker.shutdownNow();
        answering.shutdownNow();
    }
}
