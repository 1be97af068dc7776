package org.geocrop.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NeighbourTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getResponseHeaders().add("Location", "http://elsewhere.invalid/");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Neighbour neighbour(Duration interval) {
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/ui");
        return new Neighbour("Gitea", address, http, interval, LONG);
    }

    @Test
    void whatAnswersIsUpAlsoIfItWantsOneToSignIn() {
        for (int answer : new int[] {200, 302, 401, 404}) {
            status = answer;
            ServiceList.Service seen = neighbour(LONG).look().join();
            assertThat(seen.up()).as("%d", answer).isTrue();
            assertThat(seen.title()).isEqualTo("Gitea");
            assertThat(seen.href()).endsWith("/ui");
        }
    }

    @Test
    void whatIsAtFaultOrAwayIsDown() {
        for (int answer : new int[] {500, 502, 503}) {
            status = answer;
            assertThat(neighbour(LONG).look().join().up()).as("%d", answer).isFalse();
        }
        Neighbour gone = neighbour(Duration.ZERO);
        server.stop(0);
        assertThat(gone.look().join().up()).isFalse();
    }

    @Test
    void whatDoesNotAnswerInTimeIsDown() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://localhost:" + silent.getLocalPort());
            assertThat(new Neighbour("Gitea", address, http, LONG, SHORT)
                            .look()
                            .join()
                            .up())
                    .isFalse();
        }
    }

    @Test
    void itIsAskedOnceInAWhileHoweverManyWantToKnow() {
        Neighbour kept = neighbour(LONG);
        for (int i = 0; i < 20; i++) {
            assertThat(kept.look().join().up()).isTrue();
        }
        assertThat(asked).hasValue(1);
        Neighbour anew = neighbour(Duration.ZERO);
        assertThat(anew.look().join().up()).isTrue();
        status = 503;
        assertThat(anew.look().join().up()).isFalse();
        assertThat(asked).hasValue(3);
    }
}
