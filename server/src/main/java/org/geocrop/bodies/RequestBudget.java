package org.geocrop.bodies;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import org.geocrop.access.Caller;
import org.geocrop.settings.Settings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What callers may make this server hold at the same time: threads at work, threads that wait for the bytes of a body,
 * and memory of documents that are read. Each has a limit for all and one for a caller, so that one caller's flood
 * leaves room for others, and all callers' for operators.
 */
@Component
public final class RequestBudget {

    /** Why a request is refused, and by which status. */
    public enum Refusal {
        BODY_TOO_LARGE(413, "Content Too Large"),
        BODY_TOO_SLOW(408, "Request Timeout"),
        CALLER_BUSY(429, "Too Many Requests"),
        SERVER_BUSY(503, "Busy");

        public final int status;
        public final String title;

        Refusal(int status, String title) {
            this.status = status;
            this.title = title;
        }

        public boolean isForNow() {
            return this == CALLER_BUSY || this == SERVER_BUSY;
        }
    }

    /** A request that is refused, before it cost more. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        public final Refusal refusal;

        RefusedException(Refusal refusal, String detail) {
            super(detail, null, false, false);
            this.refusal = refusal;
        }
    }

    /** When to come again. */
    public static final Duration PAUSE = Duration.ofSeconds(1);

    /** Threads that are left for health checks and refusals. */
    private static final int RESERVE = 8;

    private final MeterRegistry metrics;
    private final Shares requests;
    private final Shares nobodysRequests;
    private final Shares bodies;
    private final Shares nobodysBodies;
    private final Shares memory;

    RequestBudget(MeterRegistry metrics, Settings settings, @Value("${server.tomcat.threads.max:64}") int threads) {
        this.metrics = metrics;
        boolean oneUser =
                !settings.identity().isConfigured() && !settings.identity().open();
        int each = oneUser ? Integer.MAX_VALUE : settings.requests().perCaller();
        int nobodys = Math.max(1, threads * 3 / 8);
        requests = new Shares(oneUser ? Integer.MAX_VALUE : Math.max(1, threads - nobodys - RESERVE), each);
        nobodysRequests = new Shares(nobodys, nobodys);
        bodies = new Shares(Math.max(2, threads / 4), Math.max(1, oneUser ? threads / 4 : threads / 8));
        nobodysBodies = new Shares(Math.max(1, threads / 8), Math.max(1, threads / 8));
        long heap = Runtime.getRuntime().maxMemory() / 8;
        memory = new Shares(heap, heap / 2);
        gauge("requests", requests);
        gauge("bodies", bodies);
        gauge("memory", memory);
    }

    private void gauge(String what, Shares shares) {
        Gauge.builder("geocrop.requests." + what, shares, Shares::used)
                .description("What requests hold at the moment: threads, threads that wait for bodies, bytes")
                .register(metrics);
    }

    /** A thread to work on a request. */
    Shares.Share work(Caller caller, String address) {
        if (caller.isNobody()) {
            return require(nobodysRequests.take("", 1), "requests");
        }
        return require(requests.take(key(caller, address), 1), "requests");
    }

    /** A thread that waits for the bytes of a body. */
    Shares.Share receive(Caller caller, String address) {
        return caller.isNobody()
                ? require(nobodysBodies.take("", 1), "bodies")
                : require(bodies.take(key(caller, address), 1), "bodies");
    }

    /** Memory for a document. */
    Shares.Share hold(Caller caller, String address, long bytes) {
        return require(memory.take(key(caller, address), bytes), "documents");
    }

    /** Counts a refusal, and gives it back to be thrown. */
    RefusedException refused(Refusal refusal, String detail) {
        metrics.counter(
                        "geocrop.requests.refused",
                        "reason",
                        refusal.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .increment();
        return new RefusedException(refusal, detail);
    }

    private Shares.Share require(Shares.Answer answer, String what) {
        if (answer.share() != null) {
            return answer.share();
        }
        throw answer.full() == Shares.Full.CALLER
                ? refused(Refusal.CALLER_BUSY, "You have as many " + what + " at the same time as one caller may")
                : refused(Refusal.SERVER_BUSY, "The server has as many " + what + " as it can take at the same time");
    }

    /** Everyone is one user where nobody signs in; there, callers are told apart by their address. */
    private static String key(Caller caller, String address) {
        return caller.isNobody() || caller.user().equals(Caller.LOCAL) ? "at " + address : caller.user();
    }
}
