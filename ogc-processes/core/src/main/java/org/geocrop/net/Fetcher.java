package org.geocrop.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Fetches answers as a whole, with a budget of requests for each host. Beside a request that takes far longer than
 * others of its host a second one is sent; the first good answer of both counts, and the other is given up. So the few
 * requests that stall cost little, wherever they do: before the answer or within it. Thread-safe.
 */
public final class Fetcher {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "geocrop-fetcher");
        thread.setDaemon(true);
        return thread;
    });

    /** The budget of a host unless configured. */
    public static final int DEFAULT_REQUESTS_PER_HOST = 48;

    private static final int BYTES_AT_ONCE = 1 << 16;

    private final Http http;
    private final int requestsPerHost;
    private final Map<String, Host> hosts = new ConcurrentHashMap<>();
    private final LongAdder sent = new LongAdder();
    private final LongAdder second = new LongAdder();

    /**
     * A fetcher.
     *
     * @param requestsPerHost that one host has to answer at once
     */
    public Fetcher(Http http, int requestsPerHost) {
        this.http = http;
        this.requestsPerHost = requestsPerHost;
    }

    /** The client below. */
    public Http http() {
        return http;
    }

    /** Requests that were sent so far, second ones too. */
    public long sent() {
        return sent.sum();
    }

    /** Second requests that were sent so far. */
    public long second() {
        return second.sum();
    }

    /** An answer whose body has come, cut where it was longer than wanted. */
    public record Fetched(Http.Response head, byte[] body) {

        public int status() {
            return head.status();
        }

        public Optional<String> header(String name) {
            return head.header(name);
        }

        /** Whether no other attempt will bring a better one. */
        boolean isFinal() {
            return status() < 500 && status() != 429 && status() != 408;
        }
    }

    /**
     * Fetches an answer.
     *
     * @param request its timeout is the longest time in which nothing comes
     * @param most bytes of the body that are wanted
     * @throws IOException if nothing answers, or not in time
     */
    public Fetched fetch(Http.Request request, int most) throws IOException, InterruptedException {
        URI uri = request.uri();
        Host host =
                hosts.computeIfAbsent(uri.getScheme() + "://" + uri.getAuthority(), name -> new Host(requestsPerHost));
        host.acquire();
        return new Race(host, request, most).run();
    }

    /** One request and perhaps a second one. */
    private final class Race {

        private final Host host;
        private final Http.Request request;
        private final int most;
        private final List<Attempt> attempts = new ArrayList<>();
        private final BlockingQueue<Attempt> ended = new LinkedBlockingQueue<>();

        Race(Host host, Http.Request request, int most) {
            this.host = host;
            this.request = request;
            this.most = most;
        }

        Fetched run() throws IOException, InterruptedException {
            try {
                start();
                Attempt first = ended.poll(host.patience().toMillis(), TimeUnit.MILLISECONDS);
                if (first == null && host.acquireSecond()) {
                    second.increment();
                    start();
                }
                for (int left = attempts.size(); ; left--) {
                    Attempt done = first == null ? next() : first;
                    first = null;
                    if (left == 1 || (done.fetched != null && done.fetched.isFinal())) {
                        return done.result();
                    }
                }
            } finally {
                attempts.forEach(Attempt::giveUp);
            }
        }

        private void start() {
            sent.increment();
            Attempt attempt = new Attempt(this);
            attempts.add(attempt);
            THREADS.execute(attempt);
        }

        /** The next attempt that ends, as long as any of them gets on. */
        private Attempt next() throws IOException, InterruptedException {
            Duration patience = request.timeout();
            while (true) {
                long last = attempts.stream().mapToLong(a -> a.lastCame).max().orElseThrow();
                long left = patience.toNanos() - (System.nanoTime() - last);
                Attempt done = ended.poll(Math.max(1, left), TimeUnit.NANOSECONDS);
                if (done != null) {
                    return done;
                }
                if (left <= 0) {
                    throw new InterruptedIOException("nothing came for " + patience.toSeconds() + " s");
                }
            }
        }
    }

    private final class Attempt implements Runnable {

        private final Race race;
        private final long start = System.nanoTime();
        volatile long lastCame = start;
        volatile @Nullable Fetched fetched;
        private volatile @Nullable IOException fault;
        private @Nullable Thread thread;
        private Http.@Nullable Response open;
        private boolean isGivenUp;

        Attempt(Race race) {
            this.race = race;
        }

        @Override
        public void run() {
            synchronized (this) {
                thread = Thread.currentThread();
            }
            try (Http.Response response = http.send(race.request)) {
                if (opened(response)) {
                    fetched = new Fetched(response, body(response.body()));
                    race.host.took(System.nanoTime() - start);
                }
            } catch (IOException e) {
                fault = e;
            } catch (InterruptedException | RuntimeException e) {
                fault = new IOException(String.valueOf(e.getMessage()), e);
            } finally {
                closed();
                race.host.release();
                race.ended.add(this);
            }
        }

        private synchronized boolean opened(Http.Response response) {
            lastCame = System.nanoTime();
            open = response;
            return !isGivenUp;
        }

        private synchronized void closed() {
            thread = null;
            open = null;
            // An interrupt that came too late is not for the next one who uses the thread.
            Thread.interrupted();
        }

        private byte[] body(InputStream in) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] buffer = new byte[Math.min(race.most, BYTES_AT_ONCE)];
            while (body.size() < race.most) {
                int count = in.read(buffer, 0, Math.min(buffer.length, race.most - body.size()));
                if (count < 0) {
                    break;
                }
                lastCame = System.nanoTime();
                body.write(buffer, 0, count);
            }
            return body.toByteArray();
        }

        Fetched result() throws IOException {
            Fetched whole = fetched;
            if (whole != null) {
                return whole;
            }
            IOException reason = fault;
            throw reason == null ? new IOException("the request was given up") : reason;
        }

        /** Ends it, if it has not ended: a connection whose answer nobody waits for is closed. */
        synchronized void giveUp() {
            isGivenUp = true;
            if (thread == null) {
                return;
            }
            thread.interrupt();
            try {
                if (open != null) {
                    open.close();
                }
            } catch (IOException e) {
                fault = e;
            }
        }
    }
}
