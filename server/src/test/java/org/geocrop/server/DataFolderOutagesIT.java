package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with all its data in a folder whose disk is small, and with a clock that is set: it goes on, and every job
 * ends.
 */
@Tag("soak")
class DataFolderOutagesIT {

    private static final String DISK = "size=64m";
    /** Seconds that a job runs, so that what is done meanwhile finds it running. */
    private static final int LONG_ENOUGH = 6;

    @TempDir
    static Path folder;

    private static Path data;
    private static Path clock;
    private static boolean isMounted;
    private static TestServer server;
    private static Watched watched;

    @BeforeAll
    static void start() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        clock = folder.resolve("clock");
        isMounted = Programs.run(Map.of(), "mount", "-t", "tmpfs", "-o", DISK, "tmpfs", data.toString())
                        .exitCode()
                == 0;
        Map<String, String> environment = new HashMap<>(Watched.OFTEN);
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        environment.putAll(settableClock());
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

    /** A library that tells the server another time, where there is one. */
    private static Map<String, String> settableClock() throws IOException {
        try (Stream<Path> libraries = Files.find(
                Path.of("/usr/lib"), 4, (file, attributes) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
            Path library = libraries.findFirst().orElse(null);
            if (library == null) {
                return Map.of();
            }
            set("+0");
            return Map.of(
                    "LD_PRELOAD", library.toString(),
                    "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                    "FAKETIME_CACHE_DURATION", "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                    "FAKETIME_DONT_RESET", "1",
                    "NO_FAKE_STAT", "1");
        }
    }

    /** Sets the server's clock forth or back, such as by -1h. */
    private static void set(String offset) throws IOException {
        Files.writeString(clock, offset + "\n");
    }

    private static void awaitClock(int hours) throws Exception {
        Until.value("the server's clock is set", DataFolderOutagesIT::hoursAhead, seen -> seen == hours);
    }

    private static long hoursAhead() throws Exception {
        String date = server.get("/").headers().firstValue("Date").orElseThrow();
        Instant time =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        return Math.round(Duration.between(Instant.now(), time).toMinutes() / 60.0);
    }

    @Test
    void theClockIsSetForthAndBack() throws Exception {
        Programs.need("/usr/bin/faketime", "faketime");
        List<String> jobs = new ArrayList<>();
        for (int hours : new int[] {1, -1, 0}) {
            String job = watched.submitPause(LONG_ENOUGH);
            watched.awaitRunning(job);
            set((hours < 0 ? "" : "+") + hours + "h");
            awaitClock(hours);
            jobs.add(job);
            watched.assertSuccessful(job);
            watched.assertWorks();
        }
        for (String job : jobs) {
            assertThat(watched.attempts(job)).as(server.log()).isEqualTo(1);
        }
        watched.awaitUp();
    }

    @Test
    void aSecondServerIsToldThatTheFolderIsInUse() throws Exception {
        String running = watched.submitPause(LONG_ENOUGH);
        Path log = folder.resolve("second.log");
        ProcessBuilder second = new ProcessBuilder(TestServer.java(), "-Xmx256m", "-jar", TestServer.jar(), "serve")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
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
            watched.assertEnded(job, "Could not write", "No space left");
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
