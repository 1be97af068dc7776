package org.geocrop.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that stall, before their answer or within it, cost little. */
class FetcherTest {

    private static final byte[] BODY = "0123456789".getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger stalled = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/plain", this::answer);
        server.createContext("/head", exchange -> {
            stallOnce();
            answer(exchange);
        });
        server.createContext("/body", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, BODY.length);
                exchange.getResponseBody().write(BODY, 0, 4);
                exchange.getResponseBody().flush();
                stallOnce();
                exchange.getResponseBody().write(BODY, 4, 6);
            }
        });
        server.createContext("/dead", exchange -> await());
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY);
        }
    }

    private void stallOnce() {
        if (stalled.getAndIncrement() == 0) {
            await();
        }
    }

    private void await() {
        try {
            end.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Http.Request request(String path, int seconds) {
        URI uri = URI.create("http://localhost:" + server.getAddress().getPort() + path);
        return new Http.Request(uri, Map.of(), null, Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/head", "/body"})
    void besideARequestThatStallsASecondOneIsSent(String path) throws Exception {
        Fetcher fetcher = new Fetcher(Http.direct(), 2);
        for (int i = 0; i < 10; i++) {
            assertThat(fetcher.fetch(request("/plain", 30), 100).body()).isEqualTo(BODY);
        }
        long begun = System.nanoTime();
        Fetcher.Fetched fetched = fetcher.fetch(request(path, 60), 100);
        assertThat(fetched.status()).isEqualTo(200);
        assertThat(fetched.body()).isEqualTo(BODY);
        assertThat(fetcher.second()).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        // Both have given back what they had of the host's budget.
        for (int i = 0; i < 5; i++) {
            assertThat(fetcher.fetch(request("/plain", 30), 100).body()).isEqualTo(BODY);
        }
    }

    @Test
    void whatIsSlowForAllGetsFewSecondRequests() throws Exception {
        Host host = new Host(100);
        int allowed = 0;
        for (int i = 0; i < 1000; i++) {
            host.acquire();
            if (host.acquireSecond()) {
                allowed++;
                host.release();
            }
            host.release();
        }
        assertThat(allowed).isBetween(50, 60);
    }

    @Test
    void theSlowestTenthTellsHowLongToWait() {
        Host host = new Host(1);
        for (int i = 0; i < 64; i++) {
            host.took(Duration.ofMillis(i < 50 ? 150 : 400).toNanos());
        }
        assertThat(host.patience()).isEqualTo(Duration.ofMillis(1200));
    }

    @Test
    void whereNothingComesTheRequestEnds() {
        Fetcher fetcher = new Fetcher(Http.direct(), 2);
        assertThatThrownBy(() -> fetcher.fetch(request("/dead", 1), 100)).isInstanceOf(IOException.class);
    }

    @Test
    void aBodyIsCutWhereItIsLongerThanWanted() throws Exception {
        Fetcher.Fetched fetched = new Fetcher(Http.direct(), 2).fetch(request("/plain", 30), 3);
        assertThat(fetched.body()).isEqualTo("012".getBytes(StandardCharsets.UTF_8));
    }
}
