package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geocrop.FaultProxy;
import org.geocrop.Until;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.geocrop.store.ObjectKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs that are dismissed while they wait, search, classify and write. A catalogue that does not answer and a store whose
 * requests are held keep them there.
 */
class DismissalIT {

    @TempDir
    static Path folder;

    private static final CountDownLatch ANSWERS = new CountDownLatch(1);
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static HttpServer catalogue;
    private static S3Server s3;
    private static FaultProxy proxy;
    private static S3Store store;
    private static TestServer server;
    private static int jobs;

    @BeforeAll
    static void start() throws Exception {
        catalogue = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        catalogue.setExecutor(THREADS);
        catalogue.createContext("/", exchange -> {
            try {
                ANSWERS.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        catalogue.start();
        s3 = new S3Server(Files.createDirectories(folder.resolve("s3")));
        proxy = new FaultProxy(s3.settings().endpoint(), 0);
        store = new S3Store(s3.settings());
        Map<String, String> settings = new HashMap<>(s3.environment());
        settings.put("GEOCROP_SAMPLE_SIZE", "256");
        settings.put("GEOCROP_S3_ENDPOINT", proxy.url().toString());
        settings.put("GEOCROP_S3_TIMEOUT", "10m");
        settings.put("GEOCROP_JOBS", "1");
        settings.put("GEOCROP_QUESTIONS", "1");
        server = TestServer.start(
                folder.resolve("data"),
                settings,
                "--geocrop.catalogues[0].name=silent",
                "--geocrop.catalogues[0].url=http://127.0.0.1:"
                        + catalogue.getAddress().getPort(),
                "--geocrop.catalogues[0].collections=x");
    }

    @AfterAll
    static void stop() throws Exception {
        ANSWERS.countDown();
        proxy.hold(line -> false);
        server.close();
        proxy.close();
        s3.close();
        catalogue.stop(0);
        THREADS.shutdownNow();
    }

    private static String submit(String process, String inputs) throws Exception {
        HttpResponse<byte[]> answer = server.post(
                "/processes/" + process + "/execution", "{\"inputs\":{" + inputs + "}}", "Prefer", "respond-async");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        return TestServer.json(answer).path("jobID").asString();
    }

    /** Each has parameters of its own, so that none takes the blocks of another. */
    private static String map(String catalogue) throws Exception {
        return submit(
                "classify-crops",
                "\"aoi\":[30.978,-17.457,300],\"year\":2022,\"catalogue\":\"" + catalogue + "\",\"min_observations\":"
                        + (1 + jobs++));
    }

    private static String is(String id, String member) throws Exception {
        return server.json("/jobs/" + id).path(member).asString("");
    }

    private static void awaitPhase(String id, String phase) throws Exception {
        Until.value("phase of the job", () -> is(id, "phase"), phase::equals);
    }

    private static void dismiss(String id) throws Exception {
        assertThat(TestServer.json(server.delete("/jobs/" + id)).path("status").asString())
                .isEqualTo("dismissed");
        assertThat(server.get("/jobs/" + id + "/results").statusCode()).isEqualTo(410);
    }

    private static void awaitNothingOf(String id) throws Exception {
        Until.isTrue(
                "nothing of the job is left",
                () -> store.list(ObjectKey.RESULTS, "results/" + id + "/").isEmpty()
                        && store.list(ObjectKey.RESULTS, "running/" + id + "/").isEmpty());
    }

    /** The worker does not wait for the catalogue, which never answers here. */
    @Test
    void whatSearchesIsEndedAndWhatWaitedRuns() throws Exception {
        String searching = map("silent");
        String asking = submit("explain-pixel", "\"location\":[30.978,-17.457],\"year\":2022,\"catalogue\":\"silent\"");
        awaitPhase(searching, "searching");
        Until.value("the question", () -> is(asking, "status"), "running"::equals);
        String waiting = map("sample");
        String next = map("sample");
        String question = submit("echo", "\"number\":1");
        assertThat(is(waiting, "status")).isEqualTo("accepted");
        assertThat(is(question, "status")).isEqualTo("accepted");

        dismiss(waiting);
        assertThat(is(next, "status")).isEqualTo("accepted");
        dismiss(searching);
        dismiss(asking);
        assertThat(server.await(next).path("status").asString()).isEqualTo("successful");
        assertThat(server.await(question).path("status").asString()).isEqualTo("successful");
        assertThat(is(waiting, "status")).isEqualTo("dismissed");
        awaitNothingOf(searching);
        awaitNothingOf(waiting);
        assertThat(ANSWERS.getCount()).as("the catalogue has not answered").isEqualTo(1);
    }

    /** What is on its way to the store when the job is dismissed arrives, and goes, too. */
    @Test
    void nothingIsLeftOfWhatClassifiesOrWrites() throws Exception {
        proxy.hold(line -> line.matches("PUT \\S*/running/\\S+\\.tif.*"));
        String classifying = map("sample");
        awaitPhase(classifying, "classifying");
        dismiss(classifying);
        proxy.hold(line -> false);
        awaitNothingOf(classifying);

        for (String file : new String[] {"summary", "item"}) {
            proxy.hold(line -> line.matches("PUT \\S*/results/\\S+/" + file + "\\.json.*"));
            String writing = map("sample");
            awaitPhase(writing, "writing");
            Until.isTrue(
                    "files before " + file,
                    () -> !store.list(ObjectKey.RESULTS, "results/" + writing + "/")
                            .isEmpty());
            dismiss(writing);
            proxy.hold(line -> false);
            assertThat(server.await(map("sample")).path("status").asString()).isEqualTo("successful");
            awaitNothingOf(writing);
            assertThat(server.get("/jobs/" + writing + "/results").statusCode()).isEqualTo(410);
        }
    }
}
