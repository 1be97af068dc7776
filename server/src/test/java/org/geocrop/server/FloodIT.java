package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.Soak;
import org.geocrop.hash.Sha256;
import org.geocrop.http.Replies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers who want to stop the server, and others who go on working meanwhile. */
class FloodIT {

    private static final String[] ANN = {Replies.API_KEY, "gck_ann"};
    private static final String[] ROOT = {Replies.API_KEY, "gck_root"};
    private static final String[] EVE = {Replies.API_KEY, "gck_eve"};
    private static final String INPUTS = "{\"inputs\":{\"aoi\":[30.9735,-17.4525,200],\"year\":2022}}";

    @TempDir
    static Path data;

    private static TestServer server;
    private static String job;

    @BeforeAll
    static void start() throws Exception {
        List<String> arguments = new ArrayList<>();
        String[] users = {"ann", "analyst", "root", "admin", "eve", "analyst"};
        for (int i = 0; i < users.length; i += 2) {
            String key = "--geocrop.identity.api-keys[" + i / 2 + "].";
            arguments.add(key + "user=" + users[i]);
            arguments.add(key + "role=" + users[i + 1]);
            arguments.add(key + "sha256=" + Sha256.of("gck_" + users[i]));
        }
        server = TestServer.start(
                data,
                // As in the image: a server without memory ends, so that an error can't go unseen.
                List.of("-XX:+ExitOnOutOfMemoryError"),
                Map.of("GEOCROP_SAMPLE_SIZE", "128", "GEOCROP_BODY_TIME", "2s"),
                arguments.toArray(new String[0]));
        HttpResponse<byte[]> answer = server.request("POST", "/processes/classify-crops/execution", INPUTS, ANN);
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        job = answer.headers().firstValue("Content-Location").orElseThrow().replaceAll("^.*/jobs/|/results$", "");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Asks what others ask, until it is told to end; the longest answer of each in milliseconds. */
    private static final class Others implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private final Map<String, List<Long>> times = new ConcurrentHashMap<>();
        private final Map<String, Integer> wrong = new ConcurrentHashMap<>();
        private final ExecutorService threads = Executors.newCachedThreadPool();

        Others() {
            ask("/actuator/health/liveness");
            ask("/xyz/" + job + "/15/19204/17992.png", ANN);
            ask("/jobs/" + job, ANN);
        }

        private void ask(String path, String... headers) {
            threads.execute(() -> {
                while (!over.get()) {
                    long begun = System.nanoTime();
                    int status;
                    try {
                        status = server.get(path, headers).statusCode();
                    } catch (IOException | InterruptedException e) {
                        status = 0;
                    }
                    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                    times.computeIfAbsent(path, p -> new ArrayList<>()).add(took);
                    if (status != 200 && status != 204) {
                        wrong.merge(path + " " + status, 1, Integer::sum);
                    }
                }
            });
        }

        void check(String attack, Duration longest) throws InterruptedException {
            over.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            assertThat(wrong).as(attack).isEmpty();
            assertThat(times).hasSize(3);
            times.forEach((path, all) -> {
                List<Long> sorted = all.stream().sorted().toList();
                long p99 = sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1);
                System.out.printf(
                        "%s: %s: %d answers, median %d ms, 99 of 100 within %d ms%n",
                        attack, path, sorted.size(), sorted.get(sorted.size() / 2), p99);
                assertThat(p99).as(attack + " " + path).isLessThan(longest.toMillis());
            });
        }

        @Override
        public void close() {
            over.set(true);
            threads.shutdownNow();
        }
    }

    private static byte[] objects(int bytes) {
        StringBuilder body = new StringBuilder("{\"x\":[{}");
        while (body.length() < bytes - 2) {
            body.append(",{}");
        }
        return body.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static Socket open() throws IOException {
        URI url = URI.create(server.url());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String head(String path, int length, String... headers) {
        StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + length + "\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return head + "\r\n";
    }

    /** Sends a request and gives the status of the answer; 0 if the connection ended before. */
    private static int send(String path, byte[] body, String... headers) {
        try (Socket socket = open()) {
            OutputStream out = socket.getOutputStream();
            out.write(head(path, body.length, headers).getBytes(StandardCharsets.US_ASCII));
            try {
                out.write(body);
            } catch (IOException closed) {
                // The answer may have come all the same.
            }
            return status(socket.getInputStream());
        } catch (IOException e) {
            return 0;
        }
    }

    private static int status(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
            line.write(b);
        }
        String text = line.toString(StandardCharsets.US_ASCII);
        return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    /** Bodies of many at once, as often as the time allows; how often each status was answered. */
    private static Map<Integer, Integer> flood(int many, Duration time, String path, byte[] body, String... headers)
            throws InterruptedException {
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(many);
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; i < many; i++) {
            threads.execute(() -> {
                do {
                    statuses.merge(send(path, body, headers), 1, Integer::sum);
                } while (System.nanoTime() < end);
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(time.toSeconds() + 120, TimeUnit.SECONDS))
                .isTrue();
        return statuses;
    }

    /** The same question of many at once, as often as the time allows; how often each status was answered. */
    private static Map<Integer, Integer> ask(int many, Duration time, String path, String... headers)
            throws InterruptedException {
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(many);
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; i < many; i++) {
            threads.execute(() -> {
                do {
                    int status;
                    try {
                        status = server.get(path, headers).statusCode();
                    } catch (IOException | InterruptedException e) {
                        status = 0;
                    }
                    statuses.merge(status, 1, Integer::sum);
                } while (System.nanoTime() < end);
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(time.toSeconds() + 120, TimeUnit.SECONDS))
                .isTrue();
        return statuses;
    }

    private static String[] with(String[] headers, String... more) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    /** Connections that send a byte each second, opened anew when they were closed. */
    private static int trickle(int many, Duration time, String path, String... headers) throws InterruptedException {
        AtomicInteger closed = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(many);
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; i < many; i++) {
            threads.execute(() -> {
                while (System.nanoTime() < end) {
                    try (Socket socket = open()) {
                        OutputStream out = socket.getOutputStream();
                        out.write(head(path, 8000, headers).getBytes(StandardCharsets.US_ASCII));
                        socket.setSoTimeout(1000);
                        while (System.nanoTime() < end) {
                            out.write(' ');
                            try {
                                socket.getInputStream().read();
                                break;
                            } catch (java.net.SocketTimeoutException silent) {
                                // It still waits for more.
                            }
                        }
                    } catch (IOException gone) {
                        // Opened anew.
                    }
                    closed.incrementAndGet();
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(time.toSeconds() + 60, TimeUnit.SECONDS))
                .isTrue();
        return closed.get();
    }

    private void attack(int connections, Duration time, Duration longest) throws Exception {
        byte[] objects = objects(1 << 20);
        try (Others others = new Others()) {
            Map<Integer, Integer> searches = flood(64, time, "/stac/search", objects);
            assertThat(searches).containsKey(413);
            assertThat(searches.keySet()).isSubsetOf(0, 413, 429, 503);
            Map<Integer, Integer> jobs = flood(64, time, "/processes/echo/execution", objects, EVE);
            assertThat(jobs.keySet()).isSubsetOf(0, 413, 429, 503);
            others.check("large bodies", longest);
        }
        for (String path : List.of("/stac/search", "/wms", "/jobs", "/nowhere")) {
            try (Others others = new Others()) {
                assertThat(trickle(connections, time, path)).isPositive();
                others.check("trickled bodies to " + path, longest);
            }
        }
        try (Others others = new Others()) {
            trickle(connections, time, "/processes/echo/execution", EVE);
            others.check("an analyst's trickled bodies", longest);
        }
        assertThat(server.log()).doesNotContain("OutOfMemoryError");
        String metrics = TestServer.text(server.get("/actuator/prometheus", ROOT));
        assertThat(metrics).contains("geocrop_requests_refused_total{reason=\"body-too-large\"}");
        assertThat(metrics).contains("geocrop_requests_refused_total{reason=\"body-too-slow\"}");
    }

    /** Large inputs that are accepted, deep pages, long lists, many layers. */
    private static void askMuch(int connections, Duration time, Duration longest) throws Exception {
        try (Others others = new Others()) {
            byte[] large =
                    ("{\"inputs\":{\"mixed\":\"" + "a".repeat(900_000) + "\"}}").getBytes(StandardCharsets.US_ASCII);
            Map<Integer, Integer> echoes = flood(
                    connections / 8, time, "/processes/echo/execution", large, with(EVE, "Prefer", "respond-async"));
            assertThat(echoes.keySet()).isSubsetOf(0, 201, 413, 429, 503);
            others.check("an analyst's large inputs", longest);
        }
        String layers = String.join(",", java.util.Collections.nCopies(400, job));
        for (Map.Entry<String, String[]> lists : Map.of(
                        "/jobs?limit=1000",
                        EVE,
                        "/jobs?limit=1000&after=2020-01-01T00:00:00Z_x",
                        EVE,
                        "/collections",
                        new String[0],
                        "/stac/search?limit=10000",
                        new String[0],
                        "/stac/search?bbox=-180,-90,180,90&datetime=../2100-01-01T00:00:00Z",
                        EVE,
                        "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&STYLES=&CRS=EPSG:3857&FORMAT=image/png"
                                + "&BBOX=3447900,-1972000,3448200,-1971700&WIDTH=4000&HEIGHT=4000&LAYERS="
                                + layers.substring(0, 7000),
                        ANN,
                        "/map?width=8000&height=2000&collections=" + layers.substring(0, 7000),
                        ANN)
                .entrySet()) {
            try (Others others = new Others()) {
                Map<Integer, Integer> statuses =
                        ask(connections / 8, time.dividedBy(2), lists.getKey(), lists.getValue());
                assertThat(statuses.keySet()).as(lists.getKey()).isSubsetOf(0, 200, 400, 401, 404, 429, 503);
                others.check(
                        lists.getKey().substring(0, Math.min(60, lists.getKey().length())), longest);
            }
        }
        assertThat(server.log()).doesNotContain("OutOfMemoryError");
    }

    /** The short form: what matters is that others are answered at all, on a machine that does much else. */
    @Test
    @Tag("soak")
    void othersAreAnsweredMeanwhile() throws Exception {
        Duration time = Soak.time(Duration.ofSeconds(20), Duration.ofSeconds(4));
        Duration soon = Soak.time(Duration.ofSeconds(1), Duration.ofSeconds(5));
        attack(Soak.times(500, 70), time, soon);
        askMuch(Soak.times(400, 60), time, soon);
    }

    @Test
    void limitsByRouteAndRole() throws Exception {
        HttpResponse<byte[]> search = server.post("/stac/search", " ".repeat(9000));
        assertThat(search.statusCode()).isEqualTo(413);
        assertThat(TestServer.text(search)).contains("8192 bytes");
        assertThat(server.post("/stac/search", "{\"limit\":1}").statusCode()).isEqualTo(200);
        assertThat(server.post("/stac/search", "{\"limit\":1}" + " ".repeat(9000), ANN)
                        .statusCode())
                .as("who has signed in may ask for larger areas")
                .isEqualTo(200);
        HttpResponse<byte[]> nodes =
                server.post("/processes/echo/execution", new String(objects(900_000), StandardCharsets.US_ASCII), ANN);
        assertThat(nodes.statusCode()).isEqualTo(413);
        assertThat(TestServer.text(nodes)).contains("250000 values");
        assertThat(server.post("/processes/echo/execution", "", ANN).statusCode())
                .isEqualTo(400);
    }

    /** A form is read within limits, too, and counts as parameters. */
    @Test
    void formsOfMaps() throws Exception {
        HttpResponse<byte[]> form = server.post(
                "/wms",
                "service=WMS&REQUEST=GetCapabilities&version=1.3.0",
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(TestServer.text(form)).contains("WMS_Capabilities");
        HttpResponse<byte[]> large = server.post(
                "/wms", "SLD_BODY=" + "a".repeat(300_000), "Content-Type", "application/x-www-form-urlencoded");
        assertThat(large.statusCode()).isEqualTo(413);
    }

    /** One who asks for much at once is told to come again, and others are not. */
    @Test
    void requestsOfOneCaller() throws Exception {
        int many = 60;
        Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
        List<String> waits = new java.util.concurrent.CopyOnWriteArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try (Others others = new Others()) {
            for (int i = 0; i < many; i++) {
                int bbox = i;
                threads.execute(() -> {
                    try {
                        HttpResponse<byte[]> answer = server.get(
                                "/collections/" + job + "/map?width=4000&height=4000&bgcolor=" + (100000 + bbox), ROOT);
                        statuses.merge(answer.statusCode(), 1, Integer::sum);
                        answer.headers().firstValue("Retry-After").ifPresent(waits::add);
                    } catch (IOException | InterruptedException e) {
                        statuses.merge(0, 1, Integer::sum);
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
            others.check("one caller's large maps", Duration.ofSeconds(10));
        }
        assertThat(statuses.keySet()).isSubsetOf(200, 429, 503);
        assertThat(statuses).containsKey(429);
        assertThat(waits).contains("1");
    }
}
