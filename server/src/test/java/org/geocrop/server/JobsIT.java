package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.geocrop.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** How jobs are asked for, waited for, ended, found and told of. */
class JobsIT {

    private static final String SECRET = "a secret of this test";

    @TempDir
    static Path data;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                data,
                Map.of(
                        "GEOCROP_SAMPLE_SIZE", "512",
                        "GEOCROP_JOBS", "2",
                        "GEOCROP_PRIVATE_NETWORKS", "true",
                        "GEOCROP_CALLBACK_SECRET", SECRET,
                        "GEOCROP_CALLBACK_PAUSE", "100ms",
                        "GEOCROP_MAX_UNFINISHED_JOBS_PER_USER", "12"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String echo(int pause) {
        return "{\"inputs\":{\"string\":\"hello\",\"pause\":" + pause + "}}";
    }

    private static HttpResponse<byte[]> run(String process, String request, String... headers) throws Exception {
        return server.post("/processes/" + process + "/execution", request, headers);
    }

    private static String id(HttpResponse<byte[]> accepted) throws Exception {
        assertThat(accepted.statusCode()).as(TestServer.text(accepted)).isEqualTo(201);
        return TestServer.json(accepted).path("jobID").asString();
    }

    /** The sample landscape ends at 31.014 degrees east. */
    @Test
    void aJobWhoseAreaIsHalfUnobservedSaysSo() throws Exception {
        String id = id(run(
                "season-composite",
                "{\"inputs\":{\"aoi\":{\"bbox\":[31.0,-17.47,31.028,-17.46]},\"year\":2022}}",
                "Prefer",
                "respond-async"));
        JsonNode job = server.await(id);
        JsonNode summary = TestServer.json(server.get("/results/" + id + "/summary.json"));
        assertThat(summary.path("unobserved_share").asDouble()).isBetween(0.48, 0.52);
        String warning = summary.path("warnings").path(0).asString();
        assertThat(warning).matches("(4[89]|5[012])[.]\\d % of the area has no clear observation at all");
        assertThat(job.path("message").asString()).startsWith("Finished; " + warning);
        assertThat(TestServer.text(server.get("/jobs/" + id + "/log"))).contains("Warning: " + warning);
        assertThat(TestServer.text(server.get("/jobs/" + id + "?f=html"))).contains(warning);

        JsonNode spent = job.path("measure").path("spent");
        assertThat(spent.path("seconds").propertyNames())
                .contains("searching", "headers", "reading", "decoding", "compositing", "features", "writing");
        assertThat(spent.path("seconds").path("decoding").asDouble()).isPositive();
        assertThat(spent.path("bytes").asLong()).isGreaterThan(1_000_000);
        assertThat(spent.path("tiles").path("once").asLong()).isGreaterThan(100);
        assertThat(spent.path("tiles").path("twice").asLong()).isZero();
        Until.isTrue("metrics tell of the job", () -> {
            String metrics = TestServer.text(server.get("/actuator/prometheus"));
            return metrics.contains("geocrop_jobs_spent_seconds_total{process=\"season-composite\",work=\"decoding\"")
                    && metrics.contains("geocrop_scenes_tiles_total{decoded=\"once\"");
        });
    }

    @Test
    void waitingFallsOverToTheJob() throws Exception {
        long begun = System.nanoTime();
        HttpResponse<byte[]> job = run("echo", echo(60), "Prefer", "wait=1");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(job.statusCode()).isEqualTo(201);
        assertThat(job.headers().firstValue("Preference-Applied")).contains("wait=1");
        String id = id(job);
        assertThat(job.headers().firstValue("Location")).contains(server.url() + "/jobs/" + id);
        HttpResponse<byte[]> early = server.get("/jobs/" + id + "/results");
        assertThat(early.statusCode()).isEqualTo(404);
        assertThat(TestServer.json(early).path("type").asString()).endsWith("/result-not-ready");
        // It was not waited for to its end.
        JsonNode dismissed = TestServer.json(server.delete("/jobs/" + id));
        assertThat(dismissed.path("status").asString()).isEqualTo("dismissed");
        assertThat(server.get("/jobs/" + id + "/results").statusCode()).isEqualTo(410);
        String later = id(run("echo", echo(2), "Prefer", "wait=1"));
        server.await(later);
        assertThat(TestServer.text(server.get("/jobs/" + later + "/results/string")))
                .isEqualTo("hello");

        HttpResponse<byte[]> both = run("echo", echo(0), "Prefer", "respond-async, wait=10");
        assertThat(both.statusCode()).isEqualTo(200);
        assertThat(both.headers().firstValue("Preference-Applied")).contains("wait=10");
        HttpResponse<byte[]> async = run("echo", echo(0), "Prefer", "respond-async");
        assertThat(async.statusCode()).isEqualTo(201);
        assertThat(async.headers().firstValue("Preference-Applied")).contains("respond-async");
    }

    @Test
    @Conforms(Conforms.PROCESSES + "core")
    void resultsComeInTheFormThatWasAskedFor() throws Exception {
        String inputs = "\"inputs\":{\"string\":\"hello\",\"number\":2.5}";
        HttpResponse<byte[]> document = run("echo", "{" + inputs + ",\"response\":\"document\"}");
        assertThat(TestServer.text(document)).isEqualTo("{\"string\":\"hello\",\"number\":2.5}");
        HttpResponse<byte[]> raw = run("echo", "{" + inputs + ",\"outputs\":{\"string\":{}},\"response\":\"raw\"}");
        assertThat(raw.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(TestServer.text(raw)).isEqualTo("hello");
        assertThat(raw.headers().firstValue("Content-Location").orElseThrow()).matches(".*/jobs/[0-9a-f-]{36}/results");
        HttpResponse<byte[]> several = run("echo", "{" + inputs + ",\"response\":\"raw\"}");
        String type = several.headers().firstValue("Content-Type").orElseThrow();
        assertThat(type).startsWith("multipart/related; boundary=");
        String boundary = type.substring(type.indexOf('"') + 1, type.lastIndexOf('"'));
        assertThat(TestServer.text(several).split("--" + boundary))
                .containsExactly(
                        "",
                        "\r\nContent-Type: text/plain\r\nContent-ID: <string>\r\n\r\nhello\r\n",
                        "\r\nContent-Type: application/json\r\nContent-ID: <number>\r\n\r\n2.5\r\n",
                        "--\r\n");
        HttpResponse<byte[]> link = run(
                "echo",
                "{" + inputs + ",\"outputs\":{\"string\":{\"transmissionMode\":\"reference\"}},\"response\":\"raw\"}");
        assertThat(link.statusCode()).isEqualTo(204);
        String href = link.headers().firstValue("Link").orElseThrow();
        assertThat(href).endsWith(">; rel=\"string\"; type=\"text/plain\"");
        assertThat(TestServer.text(server.get(href.substring(1, href.indexOf('>')))))
                .isEqualTo("hello");
        HttpResponse<byte[]> mixed = run(
                "echo",
                "{" + inputs + ",\"outputs\":{\"string\":{\"transmissionMode\":\"reference\"},\"number\":{}},"
                        + "\"response\":\"raw\"}");
        assertThat(TestServer.text(mixed)).contains("Content-Location: " + server.url() + "/results/");
    }

    @Test
    void inputsByReferenceAndByQualifiedValue() throws Exception {
        HttpServer files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.createContext("/text", exchange -> {
            byte[] body = "from afar".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        files.start();
        try {
            String href = "http://127.0.0.1:" + files.getAddress().getPort() + "/text";
            HttpResponse<byte[]> answer = run(
                    "echo",
                    "{\"inputs\":{\"string\":{\"href\":\"" + href + "\"},\"number\":{\"value\":4},"
                            + "\"mixed\":{\"value\":\"x\",\"mediaType\":\"text/plain\"}}}");
            assertThat(TestServer.text(answer)).isEqualTo("{\"string\":\"from afar\",\"number\":4,\"mixed\":\"x\"}");
            HttpResponse<byte[]> missing =
                    run("echo", "{\"inputs\":{\"string\":{\"href\":\"" + href.replace("/text", "/no") + "\"}}}");
            assertThat(missing.statusCode()).isEqualTo(400);
            assertThat(TestServer.text(missing)).contains("inputs/string/href").contains("404");
        } finally {
            files.stop(0);
        }
    }

    @Test
    void faultsPointAtTheInput() throws Exception {
        refused("{\"inputs\":{\"number\":\"x\"}}", "inputs/number");
        refused("{\"inputs\":{\"array\":[1,\"x\"]}}", "inputs/array/1");
        refused("{\"inputs\":{\"mixed\":true}}", "inputs/mixed: true fits none of the forms");
        refused("{\"inputs\":{\"bbox\":{\"bbox\":[1]}}}", "inputs/bbox");
        refused("{\"inputs\":{\"x\":1}}", "no input [x]");
        refused("{\"inputs\":{},\"outputs\":{\"x\":{}}}", "outputs/x");
        refused(
                "{\"inputs\":{},\"outputs\":{\"string\":{\"format\":{\"mediaType\":\"a/b\"}}}}",
                "outputs/string/format");
        refused("{\"inputs\":{},\"response\":\"x\"}", "response: is raw or document");
        refused("{\"inputs\":[]}", "inputs: is an object");
        refused("{\"input\":{}}", "no member [input]");
        refused("{\"inputs\":{},\"subscriber\":{\"successUri\":\"file:///etc/passwd\"}}", "subscriber/successUri");
    }

    private static void refused(String request, String reason) throws Exception {
        HttpResponse<byte[]> answer = run("echo", request);
        assertThat(answer.statusCode()).as(request + TestServer.text(answer)).isEqualTo(400);
        assertThat(TestServer.json(answer).path("detail").asString()).contains(reason);
    }

    @Test
    void theSameRequestTwiceIsOneJob() throws Exception {
        String[] headers = {"Prefer", "respond-async", "Idempotency-Key", "once"};
        String first = id(run("echo", echo(1), headers));
        assertThat(id(run("echo", echo(1), headers))).isEqualTo(first);
        HttpResponse<byte[]> other = run("echo", echo(2), headers);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(id(run("echo", echo(1), "Prefer", "respond-async"))).isNotEqualTo(first);
        HttpResponse<byte[]> waited = run("echo", echo(1), "Idempotency-Key", "once");
        assertThat(waited.statusCode()).isEqualTo(200);
        assertThat(waited.headers().firstValue("Content-Location").orElseThrow())
                .contains(first);
    }

    @Test
    @Conforms({Conforms.PROCESSES + "job-list", Conforms.PROCESSES_2 + "job-list"})
    void listsAreFilteredAndPaged() throws Exception {
        String map = id(run(
                "season-composite",
                "{\"inputs\":{\"aoi\":[30.99,-17.47,300],\"year\":2022}}",
                "Prefer",
                "respond-async"));
        server.await(map);
        assertThat(ids("/jobs?limit=1000&processID=season-composite&status=successful&bbox=30.98,-17.48,31,-17.46"))
                .contains(map);
        assertThat(ids("/jobs?limit=1000&processID=season-composite&bbox=10,10,11,11"))
                .isEmpty();
        assertThat(ids("/jobs?limit=1000&processID=echo")).doesNotContain(map);
        assertThat(ids("/jobs?limit=1000&status=failed,dismissed")).doesNotContain(map);
        assertThat(ids("/jobs?limit=1000&type=process")).contains(map);
        assertThat(ids("/jobs?limit=1000&minDuration=3000")).isEmpty();
        assertThat(ids("/jobs?limit=1000&datetime=../2020-01-01T00:00:00Z")).isEmpty();
        assertThat(ids("/jobs?limit=1000&datetime=2020-01-01T00:00:00Z/..&maxDuration=3000"))
                .contains(map);
        for (int i = 0; i < 3; i++) {
            run("echo", echo(0));
        }
        JsonNode page = server.json("/jobs?limit=2&processID=echo");
        assertThat(page.path("jobs").size()).isEqualTo(2);
        String next = page.path("links").path(1).path("href").asString();
        assertThat(page.path("links").path(1).path("rel").asString()).isEqualTo("next");
        assertThat(ids(next)).isNotEmpty().doesNotContainAnyElementsOf(ids("/jobs?limit=2&processID=echo"));
        for (String wrong :
                List.of("limit=0", "status=x", "datetime=x", "minDuration=-1", "bbox=1,2", "x=1", "after=x")) {
            assertThat(server.get("/jobs?" + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
    }

    private static List<String> ids(String path) throws Exception {
        List<String> ids = new java.util.ArrayList<>();
        server.json(path).path("jobs").forEach(job -> ids.add(job.path("jobID").asString()));
        return ids;
    }

    @Test
    void anEstimateLearnsFromPastJobs() throws Exception {
        String area = "{\"inputs\":{\"aoi\":[30.99,-17.47,500],\"year\":2022}}";
        for (int i = 0; i < 2; i++) {
            // Other parameters, so that no block is used again.
            run("season-composite", area.replace("2022}", "2022,\"min_observations\":" + (6 + i) + "}"));
        }
        JsonNode estimate = TestServer.json(server.post("/processes/season-composite/estimate", area));
        assertThat(estimate.path("km2").asDouble()).isBetween(0.77, 0.79);
        assertThat(estimate.path("scenes").asInt()).isBetween(60, 70);
        assertThat(estimate.path("bytes").asLong()).isBetween(5_000_000L, 200_000_000L);
        assertThat(estimate.path("past_jobs").asInt()).isGreaterThanOrEqualTo(2);
        // From what jobs took on this machine, whatever else it does: smaller ones take more for each pixel.
        double longest = 0;
        for (JsonNode job : server.json("/jobs?processID=season-composite&status=successful")
                .path("jobs")) {
            Duration took = Duration.between(
                    Instant.parse(job.path("started").asString()),
                    Instant.parse(job.path("finished").asString()));
            longest = Math.max(longest, took.toMillis() / 1000.0);
        }
        assertThat(estimate.path("seconds").asDouble()).isPositive().isLessThan(5 * longest + 0.1);
        assertThat(estimate.has("seconds_error")).isTrue();
    }

    /** The first delivery fails, so the second must come; each is signed. */
    @Test
    @Conforms({Conforms.PROCESSES + "callback", Conforms.PROCESSES_2 + "callback"})
    void subscribersAreCalledBack() throws Exception {
        record Call(String path, String body, String id, String timestamp, String signature) {}
        List<Call> calls = new CopyOnWriteArrayList<>();
        AtomicInteger refusals = new AtomicInteger(1);
        HttpServer subscriber = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        subscriber.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean refuse = exchange.getRequestURI().getPath().equals("/done") && refusals.getAndDecrement() > 0;
            exchange.sendResponseHeaders(refuse ? 500 : 200, -1);
            exchange.close();
            calls.add(new Call(
                    exchange.getRequestURI().getPath(),
                    body,
                    headers.getFirst("webhook-id"),
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature")));
        });
        subscriber.start();
        try {
            String base = "http://127.0.0.1:" + subscriber.getAddress().getPort();
            String who = ",\"subscriber\":{\"successUri\":\"" + base + "/done\",\"inProgressUri\":\"" + base
                    + "/progress\",\"failedUri\":\"" + base + "/failed\"}}";
            String good = id(run("echo", echo(1).replaceFirst("}$", who), "Prefer", "respond-async"));
            String bad = id(run(
                    "classify-crops",
                    "{\"inputs\":{\"aoi\":[0.5,51.5,500],\"year\":2022}" + who,
                    "Prefer",
                    "respond-async"));
            Until.isTrue(
                    "two deliveries of the end and one of the failure",
                    () -> calls.stream()
                                            .filter(call -> call.path.equals("/done"))
                                            .count()
                                    >= 2
                            && calls.stream().anyMatch(call -> call.path.equals("/failed")));
            assertThat(calls.stream().filter(call -> call.path.equals("/done")))
                    .hasSize(2)
                    .allSatisfy(call -> {
                        assertThat(call.id).isEqualTo(good + ":ended");
                        assertThat(call.body).contains("\"string\":\"hello\"");
                    });
            assertThat(calls.stream().filter(call -> call.path.equals("/failed")))
                    .singleElement()
                    .satisfies(call -> assertThat(call.body).contains("urn:geocrop:problem:no-scenes"));
            assertThat(calls.stream().filter(call -> call.path.equals("/progress")))
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.body).contains("\"status\":\"running\""));
            for (Call call : calls) {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                byte[] signed = mac.doFinal(
                        (call.id + "." + call.timestamp + "." + call.body).getBytes(StandardCharsets.UTF_8));
                assertThat(call.signature).isEqualTo("v1," + Base64.getEncoder().encodeToString(signed));
            }
            assertThat(server.json("/jobs/" + bad).path("status").asString()).isEqualTo("failed");
        } finally {
            subscriber.stop(0);
        }
    }

    @Test
    @Conforms({Conforms.PROCESSES + "html", Conforms.PROCESSES_2 + "html"})
    void pagesForPeople() throws Exception {
        String id = id(run("echo", echo(0), "Prefer", "respond-async"));
        server.await(id);
        for (String path : List.of(
                "/processes",
                "/processes/classify-crops",
                "/jobs",
                "/jobs/" + id,
                "/jobs/" + id + "/results",
                "/api",
                "/conformance")) {
            HttpResponse<byte[]> byHeader = server.get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
            assertThat(byHeader.statusCode()).isEqualTo(200);
            assertThat(byHeader.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/html");
            assertThat(byHeader.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'");
            assertThat(TestServer.text(server.get(path + "?f=html"))).contains("<title>");
            assertThat(server.get(path + "?f=x").statusCode()).isEqualTo(400);
        }
        String job = TestServer.text(server.get("/jobs/" + id + "?f=html"));
        assertThat(job).contains(id).contains("successful").contains("Finished");
        HttpResponse<byte[]> none = server.get("/jobs/none", "Accept", "text/html");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(TestServer.text(none)).contains("<h1>No such job</h1>");
        String script = "<script>alert(1)</script>";
        HttpResponse<byte[]> hostile =
                run("echo", "{\"inputs\":{\"number\":\"" + script + "\"}}", "Accept", "text/html");
        assertThat(TestServer.text(hostile)).contains("&lt;script&gt;").doesNotContain(script);
        assertThat(server.get("/assets/pages.css").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAndHealth() throws Exception {
        run("echo", echo(0));
        assertThat(server.json("/actuator/health").path("status").asString()).isEqualTo("UP");
        assertThat(server.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        String metrics = TestServer.text(server.get("/actuator/prometheus"));
        assertThat(metrics)
                .contains("geocrop_jobs_unfinished ")
                .containsPattern("geocrop_jobs_seconds_count\\{process=\"echo\",status=\"successful\"\\} [1-9]")
                .contains("geocrop_scenes_read_bytes_total")
                .containsPattern("http_server_requests_seconds_bucket\\{.*uri=\"/processes/\\{id\\}/execution\"");
        assertThat(server.get("/actuator/env").statusCode()).isEqualTo(404);
        HttpResponse<byte[]> answer = server.get("/conformance", "X-Request-Id", "abc-1");
        assertThat(answer.headers().firstValue("X-Request-Id")).contains("abc-1");
    }

    @Test
    void tooManyOfOneUserAreRefused() throws Exception {
        List<String> accepted = new java.util.ArrayList<>();
        HttpResponse<byte[]> answer = run("echo", echo(60), "Prefer", "respond-async");
        while (answer.statusCode() == 201 && accepted.size() < 20) {
            accepted.add(id(answer));
            answer = run("echo", echo(60), "Prefer", "respond-async");
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(accepted).hasSizeLessThanOrEqualTo(12);
        for (String id : accepted) {
            server.delete("/jobs/" + id);
        }
    }
}
