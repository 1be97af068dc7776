package org.geocrop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A folder behind a long line: each answer comes 150 ms late, two in a hundred are faults, and one in a hundred stalls
 * for half a minute, by a seed.
 */
public final class FarServer implements AutoCloseable {

    public static final Duration STALL = Duration.ofSeconds(30);

    private static final int DELAY_MS = 150;
    private static final double FAILING = 0.02;
    private static final double STALLING = 0.01;

    private final FolderServer near;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Random random = new Random(7);
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger stalled = new AtomicInteger();

    public FarServer(Path folder) throws IOException {
        this.near = new FolderServer(folder);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public int failed() {
        return failed.get();
    }

    public int stalled() {
        return stalled.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        double draw;
        synchronized (random) {
            draw = random.nextDouble();
        }
        try (exchange) {
            if (draw < STALLING) {
                stalled.incrementAndGet();
            }
            if (end.await(draw < STALLING ? STALL.toMillis() : DELAY_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
            if (draw > 1 - FAILING) {
                failed.incrementAndGet();
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            forward(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        HttpURLConnection to = (HttpURLConnection)
                URI.create(near.url() + exchange.getRequestURI()).toURL().openConnection();
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range != null) {
            to.setRequestProperty("Range", range);
        }
        int status = to.getResponseCode();
        for (String header : new String[] {"ETag", "Content-Range"}) {
            if (to.getHeaderField(header) != null) {
                exchange.getResponseHeaders().set(header, to.getHeaderField(header));
            }
        }
        if (status >= 400) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        try (InputStream body = to.getInputStream()) {
            byte[] bytes = body.readAllBytes();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
        near.close();
    }
}
