package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.geocrop.Until;
import org.geocrop.http.Replies;
import org.geocrop.maps.BoxRegion;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Owners of models and data sets, sharing, keys and the audit log, and that none of it tells what it should not. */
class RightsIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String ROBOT = "gck_of-a-program";
    private static final String POINT = "{\"mediaType\":\"application/geo+json\",\"value\":{\"type\":\"Feature\","
            + "\"properties\":{\"class\":\"maize\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[30.978,-17.457]}}}";
    private static final String MAP = "{\"inputs\":{\"aoi\":[30.9735,-17.4525,200],\"year\":2022}}";

    @TempDir
    static Path data;

    private static Issuer issuer;
    private static TestServer server;
    private static String[] ann;
    private static String[] bob;
    private static String[] cat;
    private static String[] root;

    @BeforeAll
    static void start() throws Exception {
        issuer = new Issuer();
        ann = issuer.member("ann", List.of("soil"), "analyst");
        bob = issuer.member("bob", List.of("agronomy", "hills"), "analyst");
        cat = issuer.user("cat", "analyst");
        root = issuer.user("root", "admin");
        Path former = Files.createDirectories(data.resolve("store/geocrop-datasets/former/1"));
        Files.writeString(former.resolve("dataset.json"), "{\"name\":\"former\",\"version\":\"1\"}");
        Files.writeString(
                former.resolve("samples.geojson"),
                "{\"type\":\"FeatureCollection\",\"features\":[" + POINT.replaceAll("^.*\"value\":|}$", "") + "]}");
        server = issuer.start(data, ROBOT, Map.of("GEOCROP_AUDIT_REFUSALS", "2000"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        issuer.close();
    }

    private static HttpResponse<byte[]> call(String method, String path, String body, String... headers)
            throws Exception {
        return server.request(method, path, body, headers);
    }

    private static JsonNode json(int status, String method, String path, String body, String... headers)
            throws Exception {
        HttpResponse<byte[]> answer = call(method, path, body, headers);
        assertThat(answer.statusCode())
                .as(method + " " + path + ": " + TestServer.text(answer))
                .isEqualTo(status);
        return TestServer.json(answer);
    }

    private static HttpResponse<byte[]> register(String name, String version, String... headers) throws Exception {
        return call(
                "POST",
                "/processes/register-dataset/execution",
                "{\"inputs\":{\"name\":\"" + name + "\",\"version\":\"" + version + "\",\"samples\":" + POINT + "}}",
                headers);
    }

    /** Brings the sample's model under another name. */
    private static void bringModel(String name, String... headers) throws Exception {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip);
                var files = Files.list(data.resolve("store/geocrop-models/zimbabwe-sample/1"))) {
            for (Path file : files.filter(each -> !each.toString().matches(".*card\\.(json|html)"))
                    .toList()) {
                out.putNextEntry(new ZipEntry(file.getFileName().toString()));
                out.write(
                        file.endsWith("model.json")
                                ? Files.readString(file)
                                        .replace("zimbabwe-sample", name)
                                        .getBytes()
                                : Files.readAllBytes(file));
                out.closeEntry();
            }
        }
        HttpResponse<byte[]> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/models"))
                        .headers(headers)
                        .header("Content-Type", "application/zip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(zip.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
    }

    private static Set<String> names(String path, String list, String member, String... headers) throws Exception {
        return java.util.stream.StreamSupport.stream(
                        json(200, "GET", path, "", headers).path(list).spliterator(), false)
                .map(each -> each.path(member).asString())
                .collect(Collectors.toSet());
    }

    private static int extract(String dataset, String... headers) throws Exception {
        return call(
                        "POST",
                        "/processes/extract-features/execution",
                        "{\"inputs\":{\"year\":2022,\"locations\":\"dataset:" + dataset + "/1/samples.geojson\"}}",
                        headers)
                .statusCode();
    }

    @Test
    void aDataSetIsItsMakersUntilItIsShared() throws Exception {
        assertThat(register("survey", "1", ann).statusCode()).isEqualTo(200);
        assertThat(names("/datasets", "datasets", "name", ann)).contains("survey", "former");
        assertThat(names("/datasets", "datasets", "name", bob))
                .contains("former")
                .doesNotContain("survey");
        assertThat(names("/datasets", "datasets", "name", root)).contains("survey");
        assertThat(extract("survey", ann)).isEqualTo(200);
        assertThat(extract("survey", bob)).isEqualTo(400);
        assertThat(extract("former", bob)).as("nobody owns it").isEqualTo(200);
        json(404, "GET", "/datasets/survey", "", bob);
        json(404, "GET", "/datasets/survey/sharing", "", bob);

        JsonNode shared = json(
                200,
                "PUT",
                "/datasets/survey/sharing",
                "{\"sharing\":\"private\",\"users\":[\"cat\",\"key|robot\"],\"groups\":[\"agronomy\"]}",
                ann);
        assertThat(shared.path("owner").asString()).isEqualTo(issuer.owner("ann"));
        assertThat(shared.path("users").toString()).contains(issuer.owner("cat"), "key|robot");
        assertThat(json(200, "GET", "/datasets/survey/sharing", "", root)).isEqualTo(shared);
        assertThat(extract("survey", bob)).as("by group").isEqualTo(200);
        assertThat(extract("survey", cat)).as("by name").isEqualTo(200);
        assertThat(extract("survey", Replies.API_KEY, ROBOT))
                .as("by name of a key")
                .isEqualTo(200);
        assertThat(extract("survey", issuer.member("dan", List.of("soil"), "analyst")))
                .isEqualTo(400);
        assertThat(json(200, "GET", "/datasets/survey", "", bob)
                        .path("reports")
                        .path(0)
                        .path("kept")
                        .asInt())
                .isEqualTo(1);
        // Whoever sees it does not share it, nor adds to it.
        json(404, "PUT", "/datasets/survey/sharing", "{\"sharing\":\"public\"}", bob);
        HttpResponse<byte[]> taken = register("survey", "2", bob);
        assertThat(taken.statusCode()).isEqualTo(400);
        assertThat(TestServer.text(taken)).contains("is taken");
        assertThat(register("survey", "2", ann).statusCode()).isEqualTo(200);

        json(200, "DELETE", "/datasets/survey/sharing", "", ann);
        assertThat(extract("survey", bob)).isEqualTo(400);
        json(200, "PUT", "/datasets/survey/sharing", "{\"sharing\":\"shared\"}", root);
        assertThat(extract("survey", issuer.user("dan", "analyst"))).isEqualTo(200);
        json(400, "PUT", "/datasets/survey/sharing", "{\"sharing\":\"all\"}", ann);
        json(400, "PUT", "/datasets/survey/sharing", "{\"sharing\":\"private\",\"people\":[]}", ann);
        json(400, "PUT", "/datasets/survey/sharing", "{\"sharing\":\"private\",\"users\":[7]}", ann);
    }

    @Test
    void whatNobodyOwnsIsAnAdministratorsToShare() throws Exception {
        json(404, "GET", "/datasets/older/sharing", "", root);
        Path older = Files.createDirectories(data.resolve("store/geocrop-datasets/older/1"));
        Files.copy(data.resolve("store/geocrop-datasets/former/1/samples.geojson"), older.resolve("samples.geojson"));
        assertThat(json(200, "GET", "/datasets/older/sharing", "", root)
                        .path("sharing")
                        .asString())
                .isEqualTo("public");
        json(404, "GET", "/datasets/older/sharing", "", bob);
        assertThat(extract("older", bob)).isEqualTo(200);
        assertThat(register("older", "2", bob).statusCode()).as("as before").isEqualTo(200);
        json(200, "PUT", "/datasets/older/sharing", "{\"sharing\":\"private\"}", root);
        assertThat(extract("older", bob)).isEqualTo(400);
        assertThat(register("older", "3", bob).statusCode()).isEqualTo(400);
    }

    private static final String IN_THE_BOX = "?service=WMS&version=1.3.0&request=GetMap&layers=region:box&styles="
            + "&crs=CRS:84&bbox=29.995,-18.005,30.005,-17.995&width=64&height=64&format=image/png";

    private static int drawn(String... headers) throws Exception {
        HttpResponse<byte[]> answer = call("GET", "/wms" + IN_THE_BOX, "", headers);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return type.equals("image/png") ? 200 : answer.statusCode();
    }

    private static boolean lists(String path, String... headers) throws Exception {
        return TestServer.text(call("GET", path, "", headers)).contains("region:box");
    }

    @Test
    void aRegionIsSeenByThoseWithWhomItIsShared() throws Exception {
        json(404, "PUT", "/regions/box/sharing", "{\"sharing\":\"private\"}", root);
        BoxRegion.publish(new FolderStore(data.resolve("store")));
        Until.isTrue("the layer of the region", () -> lists("/collections"));
        assertThat(drawn()).isEqualTo(200);
        json(404, "GET", "/regions/box/sharing", "", ann);
        json(200, "PUT", "/regions/box/sharing", "{\"sharing\":\"private\",\"groups\":[\"hills\"]}", root);
        for (String path : List.of(
                "/collections",
                "/wms?service=WMS&request=GetCapabilities",
                "/wmts?service=WMTS&request=GetCapabilities")) {
            assertThat(lists(path, bob)).as(path).isTrue();
            assertThat(lists(path, cat)).as(path).isFalse();
            assertThat(lists(path)).as(path).isFalse();
        }
        assertThat(drawn(bob)).isEqualTo(200);
        assertThat(drawn(cat)).isNotEqualTo(200);
        assertThat(call("GET", "/xyz/region:box/tilejson.json", "", bob).statusCode())
                .isEqualTo(200);
        assertThat(call("GET", "/xyz/region:box/tilejson.json", "", cat).statusCode())
                .isEqualTo(404);
        assertThat(call("GET", "/xyz/region:box:2021/tilejson.json", "").statusCode())
                .isEqualTo(401);
        json(200, "PUT", "/regions/box/sharing", "{\"sharing\":\"public\"}", root);
        assertThat(drawn()).isEqualTo(200);
    }

    private static int classify(String model, String... headers) throws Exception {
        return call(
                        "POST",
                        "/processes/classify-crops/estimate",
                        MAP.replace("\"year\"", "\"model\":\"" + model + "\",\"year\""),
                        headers)
                .statusCode();
    }

    @Test
    void aModelIsItsMakersUntilItIsSharedOrTheDefault() throws Exception {
        bringModel("unseen", root);
        json(404, "GET", "/models/unseen", "", bob);
        json(404, "GET", "/models/unseen@1/card", "", bob);
        json(404, "GET", "/model-comparison?a=unseen&b=zimbabwe-sample", "", bob);
        assertThat(names("/models", "models", "id", bob)).containsExactly("zimbabwe-sample@1");
        assertThat(names("/models", "models", "id")).containsExactly("zimbabwe-sample@1");
        assertThat(names("/models", "models", "id", root)).contains("unseen@1");
        // Descriptions name models that are five seconds old.
        Until.isTrue(
                "the model's name in the description",
                () -> TestServer.text(call("GET", "/processes/classify-crops", "", root))
                        .contains("unseen"));
        for (String path : List.of("/processes/classify-crops", "/api", "/processes/classify-crops?f=html")) {
            assertThat(TestServer.text(call("GET", path, "", bob))).as(path).doesNotContain("unseen");
            assertThat(TestServer.text(call("GET", path, "", root))).as(path).contains("unseen");
        }
        assertThat(classify("unseen", bob)).isEqualTo(400);
        assertThat(classify("unseen", root)).isEqualTo(200);
        assertThat(TestServer.text(call(
                        "POST",
                        "/processes/explain-pixel/execution",
                        "{\"inputs\":{\"year\":2022,\"location\":[30.978,-17.457],\"model\":\"unseen\"}}",
                        bob)))
                .contains("There is no model 'unseen'; there are [zimbabwe-sample@1]");

        json(200, "PUT", "/models/unseen@1/sharing", "{\"sharing\":\"private\",\"groups\":[\"hills\"]}", root);
        assertThat(classify("unseen", bob)).isEqualTo(200);
        assertThat(classify("unseen@1", bob)).isEqualTo(200);
        assertThat(classify("unseen", cat)).isEqualTo(400);
        json(200, "DELETE", "/models/unseen/sharing", "", root);
        assertThat(classify("unseen", bob)).isEqualTo(400);

        JsonNode promoted = json(200, "POST", "/models/unseen@1/promote", "", root);
        assertThat(promoted.path("default").asBoolean()).isTrue();
        assertThat(classify("unseen", bob)).as("the default is for all").isEqualTo(200);
        json(200, "PUT", "/models/unseen/sharing", "{\"sharing\":\"private\"}", root);
        assertThat(json(200, "GET", "/models/unseen", "", root).path("default").asBoolean())
                .as("a default that some may not see is none")
                .isFalse();
        JsonNode map = json(200, "POST", "/processes/classify-crops/estimate", MAP, bob);
        assertThat(map.path("pixels").asInt()).isPositive();
    }

    @Test
    void jobsAreSharedWithUsersAndGroups() throws Exception {
        String job = json(201, "POST", "/processes/classify-crops/execution", MAP, with(ann, "Prefer", "respond-async"))
                .path("jobID")
                .asString();
        Until.value(
                "the end of " + job,
                () -> json(200, "GET", "/jobs/" + job, "", ann).path("status").asString(),
                "successful"::equals);
        List<String> paths = List.of("/jobs/" + job, "/results/" + job + "/item.json", "/collections/" + job);
        seen(paths, 404, bob);
        json(200, "PUT", "/jobs/" + job + "/sharing", "{\"sharing\":\"private\",\"groups\":[\"hills\"]}", ann);
        seen(paths, 200, bob);
        seen(paths, 404, cat);
        seen(paths, 401);
        assertThat(names("/jobs?limit=1000", "jobs", "jobID", bob)).contains(job);
        assertThat(names("/jobs?limit=1000", "jobs", "jobID", cat)).doesNotContain(job);
        assertThat(TestServer.text(call("GET", "/stac/search?ids=" + job, "", bob)))
                .contains(job);
        assertThat(TestServer.text(call("GET", "/stac/search?ids=" + job, "", cat)))
                .doesNotContain("\"id\":\"" + job);
        assertThat(json(200, "GET", "/jobs/" + job + "/sharing", "", ann)
                        .path("groups")
                        .toString())
                .isEqualTo("[\"hills\"]");
        json(200, "PUT", "/jobs/" + job + "/sharing", "{\"sharing\":\"private\",\"users\":[\"cat\"]}", ann);
        seen(paths, 404, bob);
        seen(paths, 200, cat);
        json(200, "DELETE", "/jobs/" + job + "/sharing", "", ann);
        seen(paths, 404, cat);
        seen(paths, 200, ann);
    }

    /** Caches keep what is public for a short time only, and know that another caller gets another answer. */
    @Test
    void cachesHeedSharing() throws Exception {
        String job = json(201, "POST", "/processes/classify-crops/execution", MAP, with(ann, "Prefer", "respond-async"))
                .path("jobID")
                .asString();
        Until.value(
                "the end of " + job,
                () -> json(200, "GET", "/jobs/" + job, "", ann).path("status").asString(),
                "successful"::equals);
        String file = "/results/" + job + "/crop_type.tif";
        assertThat(header(call("GET", file, "", ann), "Cache-Control"))
                .isEqualTo("private, max-age=31536000, immutable");
        json(200, "PUT", "/jobs/" + job + "/sharing", "{\"sharing\":\"public\"}", ann);
        HttpResponse<byte[]> open = call("GET", file, "");
        assertThat(header(open, "Cache-Control")).isEqualTo("public, max-age=60");
        assertThat(header(open, "Vary")).contains("Authorization", "X-API-Key");
        for (String path : List.of("/models", "/models/zimbabwe-sample", "/processes/classify-crops", "/processes")) {
            assertThat(String.join(",", call("GET", path, "").headers().allValues("Vary")))
                    .as(path)
                    .containsIgnoringCase("Authorization")
                    .containsIgnoringCase("X-API-Key");
        }
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        return String.join(", ", answer.headers().allValues(name));
    }

    /** Nobody else on the machine reads what the server keeps. */
    @Test
    void filesAreTheOwnersAlone() throws Exception {
        Map<String, String> modes = Map.of(
                "geocrop.mv.db", "rw-------",
                "database.secret", "rw-------",
                "callback.secret", "rw-------",
                "audit", "rwx------");
        Path own = data.resolve("own");
        try (TestServer other = TestServer.start(own, Map.of("GEOCROP_SAMPLE_SIZE", "128"))) {
            assertThat(other.get("/conformance").statusCode()).isEqualTo(200);
            for (Map.Entry<String, String> mode : modes.entrySet()) {
                assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(own.resolve(mode.getKey()))))
                        .as(mode.getKey())
                        .isEqualTo(mode.getValue());
            }
            // The one user of a server without users notices nothing of owners.
            assertThat(other.get("/models/zimbabwe-sample").statusCode()).isEqualTo(200);
            assertThat(other.get("/datasets").statusCode()).isEqualTo(200);
            assertThat(TestServer.text(other.post("/keys", "{\"role\":\"viewer\"}")))
                    .contains("Nobody signs in here");
            assertThat(other.get("/audit").statusCode()).isEqualTo(200);
        }
    }

    private static void seen(List<String> paths, int status, String... headers) throws Exception {
        for (String path : paths) {
            assertThat(call("GET", path, "", headers).statusCode()).as(path).isEqualTo(status);
        }
    }

    private static String[] with(String[] headers, String... more) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    @Test
    void keysByApi() throws Exception {
        JsonNode made = json(201, "POST", "/keys", "{\"role\":\"viewer\",\"label\":\"the office\"}", cat);
        String[] key = {Replies.API_KEY, made.path("key").asString()};
        String id = made.path("id").asString();
        assertThat(made.path("user").asString()).isEqualTo(issuer.owner("cat"));
        json(200, "GET", "/jobs", "", key);
        json(403, "POST", "/processes/echo/execution", "{\"inputs\":{}}", key);
        json(403, "POST", "/keys", "{\"role\":\"viewer\"}", key);
        json(403, "GET", "/keys", "", key);
        JsonNode seen = json(200, "GET", "/keys/" + id, "", cat);
        assertThat(seen.has("key")).isFalse();
        assertThat(seen.toString()).doesNotContain(key[1].substring(37));
        assertThat(names("/keys", "keys", "id", cat)).contains(id);
        assertThat(names("/keys", "keys", "id", bob)).doesNotContain(id);
        assertThat(names("/keys", "keys", "id", root)).contains(id);
        json(404, "DELETE", "/keys/" + id, "", bob);
        json(404, "GET", "/keys/none", "", bob);
        Until.value(
                "when the key was used",
                () -> json(200, "GET", "/keys/" + id, "", cat).path("lastUsed").asString(""),
                used -> !used.isEmpty());
        assertThat(json(200, "DELETE", "/keys/" + id, "", cat).path("valid").asBoolean())
                .isFalse();
        json(401, "GET", "/jobs", "", key);
    }

    @Test
    void keysAreLimited() throws Exception {
        json(403, "POST", "/keys", "{\"role\":\"admin\"}", cat);
        json(403, "POST", "/keys", "{\"role\":\"viewer\",\"user\":\"robot\"}", cat);
        json(400, "POST", "/keys", "{\"role\":\"viewer\",\"expires\":\"2020-01-01T00:00:00Z\"}", cat);
        json(400, "POST", "/keys", "{\"role\":\"viewer\",\"expires\":\"2999-01-01T00:00:00Z\"}", cat);
        json(400, "POST", "/keys", "{\"role\":\"viewer\",\"processes\":[\"none\"]}", cat);
        json(400, "POST", "/keys", "{\"role\":\"viewer\",\"secret\":\"mine\"}", cat);
        JsonNode made = json(201, "POST", "/keys", "{\"role\":\"analyst\",\"processes\":[\"echo\"]}", cat);
        String[] key = {Replies.API_KEY, made.path("key").asString()};
        assertThat(call("POST", "/processes/echo/execution", "{\"inputs\":{}}", key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(TestServer.text(call("POST", "/processes/classify-crops/execution", MAP, key)))
                .contains("may execute [echo] only");
        json(403, "POST", "/processes/classify-crops/estimate", MAP, key);
        // Of a program, by an administrator; it ends by itself.
        Instant soon = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        JsonNode program = json(
                201, "POST", "/keys", "{\"role\":\"analyst\",\"user\":\"tractor\",\"expires\":\"" + soon + "\"}", root);
        assertThat(program.path("user").asString()).isEqualTo("key|tractor");
        Until.value(
                "the end of the key",
                () -> call(
                                "GET",
                                "/jobs",
                                "",
                                Replies.API_KEY,
                                program.path("key").asString())
                        .statusCode(),
                status -> status == 401);
        assertThat(Instant.now()).isAfterOrEqualTo(soon);
    }

    @Test
    void theAuditLogTellsWhoDidWhatFromWhere() throws Exception {
        String secret = json(201, "POST", "/keys", "{\"role\":\"analyst\",\"label\":\"for the audit\"}", bob)
                .path("key")
                .asString();
        String[] key = {Replies.API_KEY, secret};
        register("noted", "1", key);
        json(
                200,
                "PUT",
                "/datasets/noted/sharing",
                "{\"sharing\":\"shared\"}",
                with(key, "X-Forwarded-For", "198.51.100.7", "X-Request-Id", "of-this-test"));
        json(401, "GET", "/jobs?token=a-secret", "", Replies.API_KEY, "gck_wrong-secret");
        json(403, "GET", "/audit", "", bob);
        json(404, "DELETE", "/jobs/none", "", bob);

        JsonNode shared = json(200, "GET", "/audit?target=/datasets/noted&limit=5", "", root)
                .path("entries")
                .path(0);
        assertThat(shared.path("actor").asString()).isEqualTo(issuer.owner("bob"));
        assertThat(shared.path("via").asString()).isEqualTo(secret.substring(4, 36));
        assertThat(shared.path("action").asString()).isEqualTo("PUT /datasets/{id}/sharing");
        assertThat(shared.path("address").asString()).as("no proxy is trusted").isEqualTo("127.0.0.1");
        assertThat(shared.path("outcome").asInt()).isEqualTo(200);
        assertThat(shared.path("request").asString()).isEqualTo("of-this-test");
        assertThat(Instant.parse(shared.path("at").asString()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(targets("/audit?action=POST%20/processes/{id}/execution&limit=1000"
                        .replace("{", "%7B")
                        .replace("}", "%7D")))
                .as("the job that was made")
                .anyMatch(
                        target -> target.matches("/processes/register-dataset/execution /jobs/[0-9a-f-]{36}/results"));
        assertThat(targets("/audit?refused=true&limit=1000")).contains("/jobs", "/audit", "/jobs/none");
        assertThat(targets("/audit?refused=true&actor=&limit=1000"))
                .contains("/jobs")
                .doesNotContain("/audit");
        assertThat(targets("/audit?datetime=2020-01-01T00:00:00Z/2020-01-02T00:00:00Z"))
                .isEmpty();
        json(400, "GET", "/audit?who=ann", "", root);
        json(400, "GET", "/audit?datetime=yesterday", "", root);
        JsonNode page = json(200, "GET", "/audit?limit=2", "", root);
        String next = page.path("links").path(1).path("href").asString();
        long last = page.path("entries").path(1).path("number").asLong();
        assertThat(json(200, "GET", next, "", root)
                        .path("entries")
                        .path(0)
                        .path("number")
                        .asLong())
                .isLessThan(last);

        String lines = Files.readString(data.resolve("audit/audit.jsonl"));
        assertThat(lines.lines()
                        .map(RightsIT::parse)
                        .filter(line -> line.path("request").asString().equals("of-this-test")))
                .singleElement()
                .satisfies(line -> assertThat(line.path("actor").asString()).isEqualTo(issuer.owner("bob")));
        String all = lines + json(200, "GET", "/audit?limit=1000", "", root) + server.log();
        assertThat(all).doesNotContain(secret.substring(37), "wrong-secret", "a-secret", "eyJ");
    }

    private static JsonNode parse(String line) {
        try {
            return org.geocrop.json.Json.read(line.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (org.geocrop.json.Json.MalformedException e) {
            throw new AssertionError(line, e);
        }
    }

    private static List<String> targets(String path) throws Exception {
        List<String> targets = new ArrayList<>();
        json(200, "GET", path, "", root)
                .path("entries")
                .forEach(entry -> targets.add(entry.path("target").asString()));
        return targets;
    }
}
