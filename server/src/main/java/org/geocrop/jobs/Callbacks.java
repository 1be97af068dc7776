package org.geocrop.jobs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.StoreException;
import org.geocrop.jdbc.Database;
import org.geocrop.jdbc.DeliveryQueue;
import org.geocrop.jdbc.JdbcJobStore;
import org.geocrop.job.Job;
import org.geocrop.job.JobListener;
import org.geocrop.job.JobStatus;
import org.geocrop.json.Json;
import org.geocrop.net.Http;
import org.geocrop.outbound.GuardedHttp;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.results.ResultReplies;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers what becomes of their jobs (OGC 18-062r2, clause 12): results on success, the problem on failure,
 * the status from time to time. Deliveries are queued in the database and made at least once, so a subscriber may hear
 * the same twice; the header {@code webhook-id} names the message. Each is signed as Standard Webhooks 1.0 say.
 */
public final class Callbacks implements JobListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** After which a job whose end was not queued, since its server died, is swept up. */
    private static final Duration SWEEP_AFTER = Duration.ofSeconds(10);

    private final JdbcJobStore jobs;
    private final JobDocuments documents;
    private final ResultReplies replies;
    private final GuardedHttp http;
    private final byte[] secret;
    private final DeliveryQueue queue;
    /** Jobs whose subscribers heard of their progress a moment ago. */
    private final Cache<String, Boolean> told =
            Caffeine.newBuilder().expireAfterWrite(PROGRESS_EVERY).build();

    public Callbacks(
            Database database,
            JdbcJobStore jobs,
            JobDocuments documents,
            ResultReplies replies,
            GuardedHttp http,
            byte[] secret,
            Settings.Callbacks settings) {
        this.jobs = jobs;
        this.documents = documents;
        this.replies = replies;
        this.http = http;
        this.secret = secret.clone();
        this.queue = new DeliveryQueue(database, settings.attempts(), settings.firstPause(), this::deliver);
    }

    public void start() {
        queue.start();
    }

    /**
     * Refuses subscribers that may not be reached, before their job is accepted.
     *
     * @throws InvalidRequestException naming the address
     */
    void check(ExecuteRequest.Subscriber subscriber) {
        check("successUri", subscriber.success());
        check("inProgressUri", subscriber.inProgress());
        check("failedUri", subscriber.failed());
    }

    private void check(String member, @Nullable URI uri) {
        if (uri != null) {
            try {
                http.guard().check(uri);
            } catch (Http.RefusedException e) {
                throw new InvalidRequestException("subscriber/" + member + ": " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void running(Job job) {
        if (job.subscriber().inProgress() == null) {
            return;
        }
        if (told.asMap().putIfAbsent(job.id(), true) == null) {
            queue.submit(job.id() + ":progress-" + Instant.now().getEpochSecond());
        }
    }

    @Override
    public void ended(Job job) {
        if (!job.subscriber().isEmpty()) {
            queue.submit(job.id() + ":ended");
            jobs.notified(job.id());
        }
    }

    /** Queues what a server that died could not. */
    public void sweep() {
        jobs.toNotify(Instant.now().minus(SWEEP_AFTER)).forEach(this::ended);
    }

    private void deliver(String name) {
        int split = name.indexOf(':');
        Optional<Job> found = jobs.find(name.substring(0, split));
        if (found.isEmpty()) {
            return;
        }
        Job job = found.get();
        ExecuteRequest.Subscriber subscriber = job.subscriber();
        boolean progress = name.startsWith("progress", split + 1);
        if (progress) {
            post(name, subscriber.inProgress(), documents.status(job, job.baseUrl()));
        } else if (job.status() == JobStatus.SUCCESSFUL) {
            post(name, subscriber.success(), replies.document(job, job.baseUrl()));
        } else if (job.status() == JobStatus.FAILED) {
            post(name, subscriber.failed(), JobDocuments.exception(job));
        }
    }

    private void post(String name, @Nullable URI uri, Object document) {
        if (uri == null) {
            return;
        }
        byte[] body = Json.write(document);
        try (Http.Response response = http.send(new Http.Request(uri, headers(name, body), body, TIMEOUT))) {
            if (response.status() / 100 != 2) {
                throw new StoreException("The subscriber answered with HTTP status " + response.status());
            }
        } catch (Http.RefusedException e) {
            LOG.warn("Callback {} is given up: {}", name, e.getMessage());
        } catch (IOException e) {
            LOG.info("Callback {} could not be delivered, and is tried again: {}", name, e.getMessage());
            throw new StoreException("The subscriber can't be reached", e);
        }
    }

    private Map<String, String> headers(String name, byte[] body) {
        long now = Instant.now().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "GeoCrop");
        headers.put("webhook-id", name);
        headers.put("webhook-timestamp", Long.toString(now));
        headers.put("webhook-signature", "v1," + sign(name + "." + now + ".", body));
        return headers;
    }

    private String sign(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java has HMAC-SHA-256", e);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
