package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.geocrop.Programs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with all its data in a folder whose disk gets full, and which another server wants, too: it goes on, and
 * every job ends.
 */
@Tag("soak")
class DataFolderOutagesIT {

    private static final String DISK = "size=64m";
    /** Seconds that a job runs, so that what is done meanwhile finds it running. */
    private static final int LONG_ENOUGH = 6;

    @TempDir
    static Path folder;

    private static Path data;
    private static boolean isMounted;
    private static TestServer server;
    private static Watched watched;

    @BeforeAll
    static void start() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        isMounted = Programs.run(Map.of(), "mount", "-t", "tmpfs", "-o", DISK, "tmpfs", data.toString())
                        .exitCode()
                == 0;
        Map<String, String> environment = new HashMap<>(Watched.OFTEN);
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        server = TestServer.start(data, environment);
        watched = new Watched(server);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (isMounted) {
            assertThat(Programs.run(Map.of(), "umount", data.toString()).exitCode())
                    .isZero();
        }
    }

    @Test
    void aSecondServerIsToldThatTheFolderIsInUse() throws Exception {
        String running = watched.submitPause(LONG_ENOUGH);
        Path log = folder.resolve("second.log");
        ProcessBuilder second = TestServer.command(log);
        second.environment().putAll(Map.of("GEOCROP_DATA", data.toString(), "GEOCROP_PORT", "0"));
        Process process = second.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(log)).contains("The data folder " + data + " is in use by another process");
        watched.assertSuccessful(running);
        watched.awaitUp();
    }

    @Test
    void theDiskIsFull() throws Exception {
        assumeTrue(isMounted, "SKIPPED: a small disk needs the right to mount a tmpfs");
        String before = watched.submitMap();
        watched.assertSuccessful(before);
        List<String> jobs = new ArrayList<>(List.of(watched.submitPause(LONG_ENOUGH)));
        for (int i = 0; i < 3; i++) {
            jobs.add(watched.submitMap());
        }
        watched.awaitRunning(jobs.get(0));
        Path filler = data.resolve("filler");
        try {
            fill(filler);
            watched.awaitDown("database", "The database can't be written", "The database does not answer");
            HttpResponse<byte[]> refused = server.post("/processes/echo/execution", "{\"inputs\":{\"string\":\"x\"}}");
            assertThat(refused.statusCode()).as(TestServer.text(refused)).isEqualTo(503);
            assertThat(TestServer.text(refused)).contains("The database of jobs can't be written");
        } finally {
            Files.delete(filler);
        }
        watched.awaitUp();
        for (String job : jobs) {
            watched.assertEnded(job, "ould not be written", "ould not write", "No space left");
        }
        watched.assertSuccessful(before);
        watched.assertWorks();
    }

    /** Until nothing more goes in, and what has become free meanwhile is taken, too. */
    private static void fill(Path filler) throws Exception {
        byte[] block = new byte[1 << 12];
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (int fullTimes = 0; fullTimes < 50; ) {
                try {
                    out.write(block);
                } catch (IOException full) {
                    fullTimes++;
                    Thread.sleep(20);
                }
            }
        }
    }
}
