package org.geocrop.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.net.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and that no connection is made: on an injected resolver and connector, so that no packet leaves. */
class GuardedHttpTest {

    private final List<SocketAddress> connected = new CopyOnWriteArrayList<>();
    private final Map<String, String> names = new java.util.HashMap<>(Map.of("public.example", "93.184.216.34"));

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    private List<InetAddress> resolve(String host) throws UnknownHostException {
        if (names.containsKey(host)) {
            List<InetAddress> addresses = new ArrayList<>();
            for (String each : names.get(host).split(" ")) {
                addresses.add(address(each));
            }
            return addresses;
        }
        if (host.matches("[0-9a-fA-F.:%x]+")) {
            return List.of(address(host));
        }
        throw new UnknownHostException(host);
    }

    private GuardedHttp http() {
        return new GuardedHttp(
                new AddressGuard(this::resolve, false),
                (socket, address, timeout) -> {
                    connected.add(address);
                    throw new ConnectException("the test has no network");
                },
                Duration.ofSeconds(5));
    }

    private static Http.Request get(String uri) {
        return new Http.Request(URI.create(uri), Map.of(), null, Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1.2.3:8080/",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[fe80::1]/",
                "http://[fd00::1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://0.0.0.0/",
                "http://10.0.0.1/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://100.64.0.1/",
                "http://192.0.0.8/",
                "http://198.18.0.1/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "https://127.0.0.1/"
            })
    void addressesThatAreNotPublic(String uri) {
        assertThatThrownBy(() -> http().send(get(uri)))
                .isInstanceOf(Http.RefusedException.class)
                .hasMessageContaining("not public");
        assertThat(connected).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "jar:http://public.example/x!/y",
                "gopher://public.example/",
                "ftp://public.example/",
                "http:opaque",
                "http://user:secret@public.example/",
                "http:///path"
            })
    void addressesOfOtherKinds(String uri) {
        assertThatThrownBy(() -> http().send(get(uri))).isInstanceOf(Http.RefusedException.class);
        assertThat(connected).isEmpty();
    }

    @Test
    void namesThatLeadInside() {
        names.put("inside.example", "192.168.0.7");
        names.put("both.example", "93.184.216.34 127.0.0.1");
        for (String uri : List.of("http://inside.example/", "http://both.example/", "http://unknown.example/")) {
            assertThatThrownBy(() -> http().send(get(uri))).isInstanceOf(Http.RefusedException.class);
        }
        assertThat(connected).isEmpty();
    }

    /** A name that was public when it was checked, and is loopback when it is used (DNS rebinding). */
    @Test
    void aNameThatChangesItsAddress() {
        AtomicInteger asked = new AtomicInteger();
        AddressGuard guard = new AddressGuard(
                host -> List.of(address(asked.getAndIncrement() == 0 ? "93.184.216.34" : "127.0.0.1")), false);
        GuardedHttp http = new GuardedHttp(
                guard,
                (socket, address, timeout) -> {
                    connected.add(address);
                    throw new ConnectException("the test has no network");
                },
                Duration.ofSeconds(5));
        assertThatThrownBy(() -> http.send(get("http://rebinding.example/"))).isInstanceOf(IOException.class);
        assertThat(asked.get()).isGreaterThan(1);
        assertThat(connected).isEmpty();
    }

    @Test
    void whatIsPublicIsConnectedToByTheAddressThatWasChecked() {
        assertThatThrownBy(() -> http().send(get("http://public.example:81/"))).isInstanceOf(ConnectException.class);
        assertThat(connected).singleElement().satisfies(socket -> {
            InetSocketAddress at = (InetSocketAddress) socket;
            assertThat(at.getAddress().getHostAddress()).isEqualTo("93.184.216.34");
            assertThat(at.getPort()).isEqualTo(81);
        });
    }

    /** A public host (played by loopback, to which the connector leads) that redirects to places inside. */
    @Test
    void redirectsAreCheckedToo() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> asked = new CopyOnWriteArrayList<>();
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            boolean loop = exchange.getRequestURI().getPath().equals("/loop");
            String to = loop ? "/loop" : exchange.getRequestURI().getQuery();
            if (to == null) {
                byte[] body = "here".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } else {
                exchange.getResponseHeaders().set("Location", to);
                exchange.sendResponseHeaders(302, -1);
            }
            exchange.close();
        });
        server.start();
        try {
            GuardedHttp.Connector toServer = (socket, address, timeout) ->
                    GuardedHttp.Connector.NETWORK.connect(socket, server.getAddress(), timeout);
            GuardedHttp http = new GuardedHttp(new AddressGuard(this::resolve, false), toServer, Duration.ofSeconds(5));
            try (Http.Response answer = http.send(get("http://public.example/?/next"))) {
                assertThat(answer.body().readAllBytes()).asString().isEqualTo("here");
            }
            for (String to : List.of(
                    "http://127.0.0.1/x",
                    "http://169.254.169.254/x",
                    "file:///etc/passwd",
                    "gopher://public.example/")) {
                assertThatThrownBy(() -> http.send(get("http://public.example/start?" + to)))
                        .as(to)
                        .isInstanceOf(Http.RefusedException.class);
            }
            assertThatThrownBy(() -> http.send(get("http://public.example/loop")))
                    .isInstanceOf(Http.RefusedException.class)
                    .hasMessageContaining("more than 5 times");
            assertThat(asked).doesNotContain("/x");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void referencesAreBounded() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(new byte[1000]);
            }
            exchange.close();
        });
        server.start();
        try {
            GuardedHttp http = new GuardedHttp(
                    new AddressGuard(AddressGuard.Resolver.SYSTEM, true),
                    GuardedHttp.Connector.NETWORK,
                    Duration.ofSeconds(5));
            URI href = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            assertThat(new GuardedReferences(http, 200_000, Duration.ofSeconds(5)).fetch(href))
                    .hasSize(100_000);
            assertThatThrownBy(() -> new GuardedReferences(http, 5_000, Duration.ofSeconds(5)).fetch(href))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("5000 bytes");
        } finally {
            server.stop(0);
        }
    }
}
