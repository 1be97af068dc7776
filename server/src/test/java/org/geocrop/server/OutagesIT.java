package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.geocrop.FaultProxy;
import org.geocrop.Soak;
import org.geocrop.jdbc.PostgresServer;
import org.geocrop.s3.S3Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose database and object store go away while jobs run: it says so, goes on without being started anew, and
 * every job ends.
 */
@Tag("soak")
class OutagesIT {

    @TempDir
    static Path folder;

    private static PostgresServer database;
    private static S3Server s3;
    private static FaultProxy way;
    private static TestServer server;
    private static Watched watched;

    @BeforeAll
    static void start() throws Exception {
        database = new PostgresServer();
        s3 = new S3Server(Files.createDirectories(folder.resolve("s3")));
        way = new FaultProxy(s3.settings().endpoint(), 0);
        Map<String, String> environment = new HashMap<>(s3.environment());
        environment.putAll(Watched.OFTEN);
        environment.put("GEOCROP_S3_ENDPOINT", way.url().toString());
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        environment.put("GEOCROP_DATABASE_URL", database.url());
        environment.put("GEOCROP_DATABASE_USER", database.user());
        server = TestServer.start(folder.resolve("data"), environment);
        watched = new Watched(server);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {server, way, s3, database}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @AfterEach
    void allIsWellAgain() throws Exception {
        way.away(false);
        way.hold(line -> false);
        watched.awaitUp();
    }

    /** A job that has begun and can't end before the test lets it. */
    private static String held() throws Exception {
        way.hold(line -> line.startsWith("PUT ") && line.contains("/geocrop-results/"));
        String job = watched.submitMap();
        watched.awaitRunning(job);
        return job;
    }

    private static void release() {
        way.hold(line -> false);
    }

    @Test
    void theDatabaseIsKilledAndStartsAgain() throws Exception {
        String running = held();
        String waiting = watched.submitMap();
        database.kill();
        watched.awaitDown("database", "The database can't be written", "The database does not answer");
        HttpResponse<byte[]> refused =
                server.post("/processes/echo/execution", "{\"inputs\":{\"string\":\"nobody hears\"}}");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(TestServer.text(refused))
                .contains("The database of jobs can't be")
                .doesNotContain("jdbc");
        release();
        database.start();
        watched.awaitUp();
        watched.assertSuccessful(running);
        watched.assertSuccessful(waiting);
        watched.assertWorks();
    }

    @Test
    void theDatabaseHangs() throws Exception {
        String running = held();
        database.signal("STOP");
        try {
            watched.awaitDown("database", "The database does not answer", "The database can't be written");
            release();
        } finally {
            database.signal("CONT");
        }
        watched.awaitUp();
        watched.assertSuccessful(running);
        watched.assertWorks();
    }

    @Test
    void connectionsToTheDatabaseAreCut() throws Exception {
        String running = held();
        for (int i = 0; i < 5; i++) {
            database.cut();
            assertThat(server.get("/jobs").statusCode()).isEqualTo(200);
        }
        release();
        database.cut();
        watched.assertSuccessful(running);
        assertThat(watched.attempts(running)).isEqualTo(1);
        watched.awaitUp();
        watched.assertWorks();
    }

    @Test
    void theStoreIsAway() throws Exception {
        String before = watched.submitMap();
        watched.assertSuccessful(before);
        String running = held();
        String waiting = watched.submitMap();
        way.away(true);
        release();
        watched.awaitDown("store", "The store can't be read", "The store does not answer");
        Thread.sleep(Soak.time(Duration.ofMinutes(1), Duration.ZERO).toMillis());
        // What a job's status is, the database knows.
        long begun = System.nanoTime();
        assertThat(server.json("/jobs/" + before).path("status").asString()).isEqualTo("successful");
        assertThat(server.json("/jobs").path("jobs").findValuesAsString("jobID"))
                .contains(before, running, waiting);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Watched.QUICK);
        way.away(false);
        watched.awaitUp();
        watched.assertEnded(running, "geocrop-");
        watched.assertEnded(waiting, "geocrop-");
        watched.assertWorks();
    }
}
