package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that orchestrators see: too early, or in vain. */
class StartIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    /** Threads of HTTP clients, which have been used by then, hold nobody for their minute. */
    @Test
    void aStartThatFailsEndsAtOnceAndSaysWhy() throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")));
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path log = folder.resolve("log");
            Process process = server(s3, taken.getLocalPort()).start();
            try {
                Until.isTrue("the fault is told", () -> Files.readString(log).contains("already in use"));

                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(1);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** Servers and the job that makes buckets may start in any order. */
    @Test
    void withoutBucketsAServerWaitsForThem() throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")))) {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }
            ProcessBuilder builder = server(s3, port);
            builder.environment().put("GEOCROP_S3_CREATE_BUCKETS", "false");
            builder.environment().put("GEOCROP_READINESS_INTERVAL", "1s");
            Process process = builder.start();
            try {
                health(process, port, "liveness", 200);
                health(process, port, "readiness", 503);

                new S3Store(s3.settings()).createBuckets();

                health(process, port, "readiness", 200);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static void health(Process process, int port, String kind, int wanted) throws Exception {
        URI uri = URI.create("http://localhost:" + port + "/actuator/health/" + kind);
        Until.value(
                kind,
                () -> {
                    assertThat(process.isAlive()).isTrue();
                    try {
                        return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                                .statusCode();
                    } catch (IOException notYet) {
                        return 0;
                    }
                },
                status -> status == wanted);
    }

    @Test
    void theCommandKnowsItsVersionAndCommit() throws Exception {
        Programs.Outcome outcome = Programs.run(Map.of(), TestServer.java(), "-jar", TestServer.jar(), "--version");

        assertThat(outcome.output())
                .containsPattern("geocrop \\d+\\.\\d+")
                .containsPattern("commit (unknown|[0-9a-f]{40})");
    }

    private ProcessBuilder server(S3Server s3, int port) {
        ProcessBuilder builder = TestServer.command(folder.resolve("log"));
        builder.environment().putAll(s3.environment());
        builder.environment()
                .putAll(Map.of(
                        "GEOCROP_SAMPLE",
                        "false",
                        "GEOCROP_WARM_UP",
                        "0s",
                        "GEOCROP_PORT",
                        Integer.toString(port),
                        "GEOCROP_DATA",
                        folder.resolve("data").toString()));
        return builder;
    }
}
