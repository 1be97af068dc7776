package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose machine's clock is set while jobs run: no worker is thought dead, and nothing waits for an old time. */
@Tag("soak")
class ClockIT {

    /** Seconds that a job runs, several heartbeats among them. */
    private static final int LONG_ENOUGH = 10;

    @TempDir
    Path folder;

    @Test
    void theClockIsSetForthAndBack() throws Exception {
        Programs.need("/usr/bin/faketime", "faketime");
        set(0);
        Map<String, String> environment = new HashMap<>(Watched.OFTEN);
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        environment.putAll(settableClock());
        try (TestServer server = TestServer.start(folder.resolve("data"), environment)) {
            Watched watched = new Watched(server);
            for (int hours : new int[] {1, -1, 0}) {
                String job = watched.submitPause(LONG_ENOUGH);
                watched.awaitRunning(job);
                set(hours);
                Until.value("the server's clock is set", () -> hoursAhead(server), seen -> seen == hours);
                watched.assertSuccessful(job);
                assertThat(watched.attempts(job)).as(server.log()).isEqualTo(1);
                watched.assertWorks();
            }
            watched.awaitUp();
        }
    }

    /** What makes the system's library tell the server another time than the machine's. */
    private Map<String, String> settableClock() throws IOException {
        try (Stream<Path> libraries =
                Files.find(Path.of("/usr/lib"), 4, (file, attributes) -> file.endsWith("faketime/libfaketime.so.1"))) {
            return Map.of(
                    "LD_PRELOAD", libraries.findFirst().orElseThrow().toString(),
                    "FAKETIME_TIMESTAMP_FILE", clock().toString(),
                    "FAKETIME_CACHE_DURATION", "1",
                    "FAKETIME_DISABLE_SHM", "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                    // Else whatever waits for a while by the clock that is never set does not wait at all.
                    "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                    "FAKETIME_DONT_RESET", "1",
                    "NO_FAKE_STAT", "1");
        }
    }

    private Path clock() {
        return folder.resolve("clock");
    }

    /** Sets the server's clock so many hours before or after the machine's. */
    private void set(int hours) throws IOException {
        Files.writeString(clock(), (hours < 0 ? "" : "+") + hours + "h\n");
    }

    private static long hoursAhead(TestServer server) throws Exception {
        String date = server.get("/").headers().firstValue("Date").orElseThrow();
        Instant time =
                ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        return Math.round(Duration.between(Instant.now(), time).toMinutes() / 60.0);
    }
}
