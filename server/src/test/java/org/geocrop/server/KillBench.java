package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that is killed while jobs of all kinds run. Jobs of one process differ in nothing but their name, so each has
 * to end with the bytes of the first, during which nothing was killed.
 */
final class KillBench implements AutoCloseable {

    private static final String AOI = "{\"bbox\":[30.9725,-17.4640,30.9880,-17.4500]}";

    private final Path data;
    private final ObjectStore store;
    private final Map<String, String> environment;
    private final Map<String, ObjectNode> inputs = new LinkedHashMap<>();
    /** What the first job of a process has made, by file. */
    private final Map<String, Map<String, String>> calm = new HashMap<>();
    /** Jobs that were accepted, with their process. */
    private final Map<String, String> jobs = new LinkedHashMap<>();

    private final Map<String, Integer> hits = new TreeMap<>();
    private TestServer server;
    private int names;

    KillBench(Path data, ObjectStore store, Map<String, String> environment) throws Exception {
        this.data = data;
        this.store = store;
        this.environment = environment;
        this.server = TestServer.start(data, environment);
        prepare();
    }

    private void prepare() throws Exception {
        ObjectNode season = Json.object().put("year", 2022);
        season.set("aoi", Json.read(AOI.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        String map = ended(accepted("classify-crops", season.deepCopy().put("probabilities", true)));
        ObjectNode plan = Json.object().put("map", map).put("samples", 200).put("least", 8);
        inputs.put("plan-samples", plan);
        String planned = ended(accepted("plan-samples", plan));
        JsonNode points =
                Json.read(server.get("/results/" + planned + "/points.geojson").body());
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

    List<String> processes() {
        return List.copyOf(inputs.keySet());
    }

    /** Runs each of these processes once, undisturbed; tells the longest time that one took. */
    long calm(List<String> processes) throws Exception {
        long longest = 0;
        for (String process : processes) {
            long begun = System.nanoTime();
            calm.put(process, contents(process, ended(submit(process))));
            longest = Math.max(longest, System.nanoTime() - begun);
        }
        return longest / 1_000_000;
    }

    String submit(String process) throws Exception {
        String id = accepted(process, named(process));
        jobs.put(id, process);
        return id;
    }

    private ObjectNode named(String process) {
        ObjectNode own = inputs.get(process).deepCopy();
        return process.equals("train-model") || process.equals("register-dataset")
                ? own.put("name", "killed-" + names++)
                : own;
    }

    private String accepted(String process, ObjectNode given) throws Exception {
        ObjectNode request = Json.object().set("inputs", given);
        HttpResponse<byte[]> answer =
                server.post("/processes/" + process + "/execution", request.toString(), "Prefer", "respond-async");
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        return TestServer.json(answer).path("jobID").asString();
    }

    private String ended(String id) throws Exception {
        JsonNode status = server.await(id);
        assertThat(status.path("status").asString())
                .as(status + "\n" + server.log())
                .isEqualTo("successful");
        return id;
    }

    /** Waits until something runs, then a while, then kills the server and starts it again. */
    void kill(long afterMs) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (server.json("/jobs?status=running").path("jobs").isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        Thread.sleep(afterMs);
        server.kill();
        Path log = data.resolve("server.log");
        Files.move(log, data.resolve("server-" + System.nanoTime() + ".log"));
        server = TestServer.start(data, environment);
    }

    /** Rounds of one job of each of the processes and one kill, until each was hit often enough. */
    void rounds(List<String> processes, int wanted, int mostRounds, long longestMs) throws Exception {
        Random random = new Random(20_261_127);
        int rounds = 0;
        while (rounds++ < mostRounds && fewest(processes) < wanted) {
            List<String> order = new ArrayList<>(processes);
            java.util.Collections.shuffle(order, random);
            for (String process : order) {
                if (hits.getOrDefault(process, 0) < wanted) {
                    submit(process);
                }
            }
            kill((long) (longestMs * random.nextDouble()));
            countHits();
        }
        System.out.printf("Kills: %d rounds, %d jobs; runs that were hit: %s%n", rounds - 1, jobs.size(), hits);
    }

    /** How often the process that was hit least was hit. */
    int fewestHits() {
        return fewest(processes());
    }

    private int fewest(List<String> processes) {
        return processes.stream()
                .mapToInt(each -> hits.getOrDefault(each, 0))
                .min()
                .orElse(0);
    }

    /** What the last kill hit is running again or was begun more than once. */
    private void countHits() throws Exception {
        hits.clear();
        for (Map.Entry<String, String> job : jobs.entrySet()) {
            ended(job.getKey());
            int begun = count(job.getKey(), "Began");
            hits.merge(job.getValue(), Math.max(0, begun - 1), Integer::sum);
        }
    }

    private int count(String id, String beginning) throws Exception {
        int count = 0;
        for (JsonNode line : server.json("/jobs/" + id + "/log").path("lines")) {
            count += line.path("message").asString().startsWith(beginning) ? 1 : 0;
        }
        return count;
    }

    /** Every job has ended once, with what the undisturbed one of its process has made. */
    int check() throws Exception {
        int hit = 0;
        for (Map.Entry<String, String> job : jobs.entrySet()) {
            String id = ended(job.getKey());
            assertThat(count(id, "Failed")).as("%s %s", job.getValue(), id).isZero();
            assertThat(contents(job.getValue(), id))
                    .as("%s %s", job.getValue(), id)
                    .isEqualTo(calm.get(job.getValue()));
            hit += count(id, "Began") > 1 ? 1 : 0;
        }
        return hit;
    }

    /** All that a job has written, rasters and tables as hashes; names and times of the job itself are taken out. */
    private Map<String, String> contents(String process, String id) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        String created = server.json("/jobs/" + id).path("created").asString();
        String name = add(contents, ObjectKey.RESULTS, "results/" + id + "/", id, created, "");
        if (process.equals("train-model")) {
            add(contents, ObjectKey.MODELS, name + "/", id, created, name);
        } else if (process.equals("register-dataset")) {
            add(contents, ObjectKey.DATASETS, name + "/", id, created, name);
        }
        return contents;
    }

    private String add(
            Map<String, String> contents, String bucket, String prefix, String id, String created, String known)
            throws Exception {
        String name = known;
        for (ObjectStore.Stat stat : store.list(bucket, prefix)) {
            byte[] bytes = store.get(stat.key(), 1 << 26);
            String file = stat.key().key().substring(prefix.length());
            if (file.equals("model.json") || file.equals("report.json")) {
                name = Json.read(bytes).path("name").asString();
            }
        }
        for (ObjectStore.Stat stat : store.list(bucket, prefix)) {
            byte[] bytes = store.get(stat.key(), 1 << 26);
            String file = stat.key().key().substring(prefix.length());
            contents.put(bucket + " " + file, isText(file) ? plain(bytes, id, created, name) : Sha256.of(bytes));
        }
        return name;
    }

    private static boolean isText(String file) {
        return file.endsWith(".json") || file.endsWith(".geojson") || file.endsWith(".html");
    }

    private static String plain(byte[] bytes, String id, String created, String name) {
        String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                .replace(id, "<job>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.0-9]*Z", "<time>");
        // Hashes of documents that name the job.
        text = text.replaceAll("(\"card\\.json\",\\s*\"sha256\" : )\"[0-9a-f]{64}\"", "$1");
        return name.isEmpty() ? text : text.replace(name, "<name>");
    }

    TestServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
