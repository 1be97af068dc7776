package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.geocrop.Soak;
import org.geocrop.Until;
import org.geocrop.sample.SampleLandscape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * With the settings of {@code make run}: a hundred pixels are explained, one after the other, while a large map is made.
 * Nobody waits long for an answer, and the map takes hardly longer than alone.
 */
@Tag("soak")
class QuestionsIT {

    private static final int SIZE = Soak.times(2048, 512);
    private static final int QUESTIONS = Soak.times(100, 10);
    private static final Duration LEAST_MAP = Duration.ofMinutes(2);
    private static final double MOST_SECONDS = 3;
    private static final double MOST_SLOWER = 1.15;
    private static final double INSET = 0.002;

    private static final double[] BOUNDS =
            SampleLandscape.Options.season(SIZE, 2022).grid().lonLatBounds();

    @TempDir
    Path data;

    private final Random random = new Random(20_261_127);
    private int maps;

    @Test
    void questionsAreAnsweredSoonWhileAMapIsMade() throws Exception {
        Map<String, String> settings = Map.of(
                TestServer.HEAP,
                "1g",
                "MALLOC_ARENA_MAX",
                "2",
                "OMP_WAIT_POLICY",
                "passive",
                "GEOCROP_SAMPLE_SIZE",
                Integer.toString(SIZE));
        try (TestServer server = TestServer.start(data, List.of("@jvm.options"), settings)) {
            // A server that was used before: its code is compiled.
            ask(server, QUESTIONS / 5);
            double before = server.processorSeconds();
            List<Double> calm = ask(server, QUESTIONS / 5);
            System.out.printf(
                    "Questions: alone p50 %.2f s, max %.2f s, %.2f s of processor each%n",
                    calm.get(calm.size() / 2),
                    calm.get(calm.size() - 1),
                    (server.processorSeconds() - before) / calm.size());
            OthersLoad others = OthersLoad.since(server);
            Duration alone = duration(server.await(map(server), Duration.ofHours(1)));
            double aloneShare = others.left();
            others = OthersLoad.since(server);
            String beside = map(server);
            Until.value("the map", () -> status(server, beside), "running"::equals);
            List<Double> seconds = ask(server, QUESTIONS);
            String then = status(server, beside);
            Duration together = duration(server.await(beside, Duration.ofHours(1)));
            double besideShare = others.left();
            double p95 = seconds.get((int) (0.95 * seconds.size()));
            double slower = together.toMillis() * besideShare / (alone.toMillis() * aloneShare);
            System.out.printf(
                    "Questions: %d beside a map of %d x %d pixels: p50 %.2f s, p95 %.2f s, max %.2f s; the map alone"
                            + " %.1f s, beside them %.1f s; with what others left of the machine, %.2f and %.2f: %.3f"
                            + " times; it was %s at their end%n",
                    QUESTIONS,
                    SIZE,
                    SIZE,
                    seconds.get(seconds.size() / 2),
                    p95,
                    seconds.get(seconds.size() - 1),
                    alone.toMillis() / 1000.0,
                    together.toMillis() / 1000.0,
                    aloneShare,
                    besideShare,
                    slower,
                    then);
            if (!Soak.isShort()) {
                assertThat(alone).isGreaterThanOrEqualTo(LEAST_MAP);
                assertThat(then).as("the map after the last question").isEqualTo("running");
                assertThat(p95).as("p95 in seconds").isLessThan(MOST_SECONDS);
                assertThat(slower).as("times as long as alone").isLessThanOrEqualTo(MOST_SLOWER);
            }
        }
    }

    private static String status(TestServer server, String id) throws Exception {
        return server.json("/jobs/" + id).path("status").asString();
    }

    private static Duration duration(JsonNode job) {
        assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("successful");
        return Duration.between(
                Instant.parse(job.path("started").asString()),
                Instant.parse(job.path("finished").asString()));
    }

    /** The whole landscape. Each has a parameter of its own, so that none takes the blocks of another. */
    private String map(TestServer server) throws Exception {
        HttpResponse<byte[]> answer = server.executeAsync(String.format(
                Locale.ROOT,
                "{\"aoi\":{\"bbox\":[%f,%f,%f,%f]},\"year\":2022,\"min_observations\":%d}",
                BOUNDS[0] + INSET / 4,
                BOUNDS[1] + INSET / 4,
                BOUNDS[2] - INSET / 4,
                BOUNDS[3] - INSET / 4,
                1 + maps++));
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        return TestServer.json(answer).path("jobID").asString();
    }

    /** How many seconds each of so many questions took, one after the other, sorted. */
    private List<Double> ask(TestServer server, int questions) throws Exception {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            seconds.add(ask(server));
        }
        seconds.sort(null);
        return seconds;
    }

    /** Asks why a pixel is what it is, and waits for the answer; tells the seconds. */
    private double ask(TestServer server) throws Exception {
        String request = String.format(
                Locale.ROOT,
                "{\"inputs\":{\"location\":[%f,%f],\"year\":2022}}",
                random.nextDouble(BOUNDS[0] + INSET, BOUNDS[2] - INSET),
                random.nextDouble(BOUNDS[1] + INSET, BOUNDS[3] - INSET));
        long begun = System.nanoTime();
        HttpResponse<byte[]> answer = server.post("/processes/explain-pixel/execution", request);
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        assertThat(TestServer.text(answer)).contains("contributions");
        return seconds;
    }
}
