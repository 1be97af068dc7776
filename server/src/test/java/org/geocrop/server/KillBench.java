package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.geocrop.Until;
import org.geocrop.json.Json;
import org.geocrop.pipeline.ChunkStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that is killed while jobs of all kinds run. Jobs of one process differ in nothing but their name, so each has
 * to end with the bytes of the first, during which nothing was killed.
 */
final class KillBench {

    private static final String AOI = "{\"bbox\":[30.9725,-17.4640,30.9880,-17.4500]}";
    /** Multiples of it fall evenly into the time of a run, however many they are. */
    private static final double GOLDEN = 0.618_033_988_75;

    private final KilledServer server;
    private final Written written;
    private final Map<String, ObjectNode> inputs = new LinkedHashMap<>();
    /** What the first job of a process has made, by file. */
    private final Map<String, Map<String, String>> calm = new HashMap<>();
    /** How long the last run of each process took that was not killed, in milliseconds. */
    private final Map<String, Long> durations = new HashMap<>();

    private final Map<String, Integer> hits = new TreeMap<>();
    /** How often a moment of each process was that of the kill. */
    private final Map<String, Integer> turns = new HashMap<>();

    private int names;
    private int accepted;
    private int kills;

    KillBench(KilledServer server) throws Exception {
        this.server = server;
        this.written = new Written(server.store());
        prepare();
    }

    private void prepare() throws Exception {
        ObjectNode season = Json.object().put("year", 2022);
        season.set("aoi", Json.read(AOI.getBytes(StandardCharsets.UTF_8)));
        String map = ended(accepted("classify-crops", season.deepCopy().put("probabilities", true)));
        ObjectNode plan = Json.object().put("map", map).put("samples", 200).put("min_samples_per_class", 8);
        inputs.put("plan-samples", plan);
        String planned = ended(accepted("plan-samples", plan));
        JsonNode points = Json.read(
                server.now().get("/results/" + planned + "/points.geojson").body());
        for (JsonNode feature : points.path("features")) {
            ObjectNode properties = (ObjectNode) feature.path("properties");
            properties.put("class", properties.path("map_class").asString());
        }
        JsonNode samples =
                Json.object().put("mediaType", "application/geo+json").set("value", points);
        ObjectNode training =
                Json.object().put("version", "1").put("year", 2022).put("search_seconds", 0);
        inputs.put("train-model", training.put("block_m", 200).put("folds", 2).set("samples", samples));
        inputs.put("register-dataset", Json.object().put("version", "1").set("samples", samples));
        inputs.put("refine-map", Json.object().put("map", map).put("method", "bayes"));
        inputs.put("compare", Json.object().put("before", map).put("after", map));
        inputs.put("assess-accuracy", Json.object().put("map", map).set("samples", samples));
        inputs.put("extract-features", Json.object().put("year", 2022).set("locations", samples));
        inputs.put("season-composite", season);
        ObjectNode zone = Json.object().put("type", "Polygon");
        zone.set("coordinates", Json.of(new double[][][] {
            {{30.974, -17.463}, {30.986, -17.463}, {30.986, -17.452}, {30.974, -17.452}, {30.974, -17.463}}
        }));
        ObjectNode zones =
                Json.object().put("mediaType", "application/geo+json").set("value", zone);
        inputs.put("zonal-statistics", Json.object().put("raster", map).set("zones", zones));
    }

    /** Runs each of these processes once, undisturbed. */
    void calm(List<String> processes) throws Exception {
        for (String process : processes) {
            String id = ended(submit(process));
            calm.put(process, written.ofJob(process, id));
            durations.put(process, milliseconds(server.now().json("/jobs/" + id)));
        }
    }

    private static long milliseconds(JsonNode job) {
        return Duration.between(
                        Instant.parse(job.path("started").asString()),
                        Instant.parse(job.path("finished").asString()))
                .toMillis();
    }

    private String submit(String process) throws Exception {
        return accepted(process, next(process));
    }

    /** The inputs of the next job of a process. */
    private ObjectNode next(String process) {
        accepted++;
        ObjectNode own = inputs.get(process).deepCopy();
        return process.equals("train-model") || process.equals("register-dataset")
                ? own.put("name", "killed-" + names++)
                : own;
    }

    /** Jobs of a process in the order in which they were accepted. */
    private Queue<String> submitTogether(String process, int many) throws Exception {
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Future<Boolean>> submitted = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                ObjectNode given = next(process);
                submitted.add(threads.submit(() -> ids.add(accepted(process, given))));
            }
            for (Future<Boolean> each : submitted) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return ids;
    }

    private String accepted(String process, ObjectNode given) throws Exception {
        ObjectNode request = Json.object().set("inputs", given);
        HttpResponse<byte[]> answer = server.now()
                .post("/processes/" + process + "/execution", request.toString(), "Prefer", "respond-async");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        return TestServer.json(answer).path("jobID").asString();
    }

    private String ended(String id) throws Exception {
        JsonNode status = server.now().await(id);
        assertThat(status.path("status").asString())
                .as(status + "\n" + server.now().log())
                .isEqualTo("successful");
        return id;
    }

    /**
     * Rounds of jobs of one of the processes, one of each other, and one kill at a moment of the first, until so many
     * of each were hit while they ran. After each round every job has ended once, with what the undisturbed one of its
     * process has made.
     *
     * @param atOnce jobs of the one process in a round
     */
    void rounds(List<String> processes, int wanted, int atOnce) throws Exception {
        int most = 2 * wanted * processes.size() + 10;
        for (int round = 0; round < most; round++) {
            List<String> wanting = processes.stream()
                    .filter(process -> hits.getOrDefault(process, 0) < wanted)
                    .toList();
            if (wanting.isEmpty()) {
                break;
            }
            String target = wanting.get(round % wanting.size());
            double share = GOLDEN * (turns.merge(target, 1, Integer::sum) - 1) % 1;
            round(wanting, target, share, atOnce);
            System.out.printf(
                    "Kills: %d of the server, %d jobs; runs that were hit, and ended as if nothing had happened: %s%n",
                    kills, accepted, hits);
        }
        assertThat(processes)
                .allSatisfy(process -> assertThat(hits.getOrDefault(process, 0))
                        .as("hits of %s", process)
                        .isGreaterThanOrEqualTo(wanted));
    }

    /**
     * Kills the server when one of the jobs, which was seen to run, has run for a share of its time.
     *
     * @param share 0 to 1
     */
    private void round(List<String> processes, String target, double share, int atOnce) throws Exception {
        // Else jobs would take the blocks of those before.
        new ChunkStore(server.store()).removeOlderThan(Instant.now().plus(Duration.ofDays(1)));
        Map<String, String> jobs = new LinkedHashMap<>();
        for (String process : processes) {
            if (!process.equals(target)) {
                jobs.put(submit(process), process);
            }
        }
        // All at once and beside the others, so that they take a while; the last one, which has just begun, is watched.
        String watched = "";
        for (String id : submitTogether(target, atOnce)) {
            watched = id;
            jobs.put(watched, target);
        }
        awaitBegin(watched);
        LockSupport.parkNanos((long) (share * durations.get(target) * 1_000_000));
        server.kill();
        kills++;
        server.startAgain();
        for (Map.Entry<String, String> job : jobs.entrySet()) {
            check(job.getKey(), job.getValue());
        }
    }

    /** Looks without a pause: it may soon be over. */
    private void awaitBegin(String id) throws Exception {
        long end = System.nanoTime() + Until.PATIENCE.toNanos();
        while (status(id).equals("accepted")) {
            assertThat(System.nanoTime()).as("%s begins", id).isLessThan(end);
        }
    }

    private String status(String id) throws Exception {
        return server.now().json("/jobs/" + id).path("status").asString();
    }

    private void check(String id, String process) throws Exception {
        ended(id);
        List<String> log = server.now()
                .json("/jobs/" + id + "/log")
                .path("lines")
                .valueStream()
                .map(line -> line.path("message").asString())
                .toList();
        assertThat(log).as("%s %s", process, id).noneMatch(line -> line.startsWith("Failed"));
        assertThat(log.stream().filter(line -> line.startsWith("Finished")).count())
                .as("%s %s has ended once: %s", process, id, log)
                .isLessThanOrEqualTo(1);
        assertThat(written.ofJob(process, id)).as("%s %s", process, id).isEqualTo(calm.get(process));
        // What ran when the server died began again; what had ended before did not, and was not hit.
        long begun = log.stream().filter(line -> line.startsWith("Began")).count();
        if (begun > 1) {
            hits.merge(process, 1, Integer::sum);
        } else {
            durations.put(process, milliseconds(server.now().json("/jobs/" + id)));
        }
    }
}
