package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.geocrop.http.Replies;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What one may not see is answered as what is not there: status, body, headers, validator and time. */
@Tag("soak")
class HiddenThingsIT {

    private static final String ROBOT = "gck_of-a-program";
    private static final int ROUNDS = 4;
    private static final String POINT = "{\"mediaType\":\"application/geo+json\",\"value\":{\"type\":\"Feature\","
            + "\"properties\":{\"class\":\"maize\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[30.978,-17.457]}}}";
    private static final String SQUARE = "{\"mediaType\":\"application/geo+json\",\"value\":{\"type\":\"Polygon\","
            + "\"coordinates\":[[[30.97,-17.46],[30.98,-17.46],[30.98,-17.45],[30.97,-17.45],[30.97,-17.46]]]}}";

    @TempDir
    static Path data;

    private static Issuer issuer;
    private static TestServer server;
    private static Things hidden;
    private static Things missing;

    /** Names of a job, a model, a data set and a key. */
    private record Things(String job, String model, String dataset, String key) {

        String in(String text) {
            return text.replace("{JOB}", job)
                    .replace("{MODEL}", model)
                    .replace("{DATASET}", dataset)
                    .replace("{KEY}", key);
        }

        /** Without names, and the second in which it was answered. */
        String without(String text) {
            return text.replace(job, "JOB")
                    .replace(model, "MODEL")
                    .replace(dataset, "DATASET")
                    .replace(key, "KEY")
                    .replaceAll("\"timeStamp\":\"[^\"]*\"", "\"timeStamp\":\"NOW\"");
        }
    }

    private record Request(String method, String path, String body, String... headers) {}

    private record Answer(int status, String headers, String body) {}

    @BeforeAll
    static void start() throws Exception {
        issuer = new Issuer();
        server = issuer.start(data, ROBOT, Map.of());
        String[] ann = issuer.user("ann", "analyst");
        String[] root = issuer.user("root", "admin");
        String job = json(server.request(
                        "POST",
                        "/processes/classify-crops/execution",
                        "{\"inputs\":{\"aoi\":[30.9735,-17.4525,200],\"year\":2022}}",
                        ann))
                .path("crop_type")
                .path("href")
                .asString()
                .replaceAll("^.*/results/|/[^/]+$", "");
        json(server.request(
                "POST",
                "/processes/register-dataset/execution",
                "{\"inputs\":{\"name\":\"set-aaaa\",\"version\":\"1\",\"samples\":" + POINT + "}}",
                ann));
        Path raster = data.resolve("store/geocrop-datasets/set-aaaa/map.tif");
        Files.copy(data.resolve("store/geocrop-results/results/" + job + "/crop_type.tif"), raster);
        String key = json(server.request("POST", "/keys", "{\"role\":\"viewer\"}", ann))
                .path("id")
                .asString();
        copyModel("mod-aaaa");
        json(server.request("PUT", "/models/mod-aaaa/sharing", "{\"sharing\":\"private\"}", root));
        hidden = new Things(job, "mod-aaaa", "set-aaaa", key);
        missing = new Things(
                UUID.randomUUID().toString(),
                "mod-zzzz",
                "set-zzzz",
                UUID.randomUUID().toString().replace("-", ""));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        issuer.close();
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isBetween(200, 201);
        return TestServer.json(answer);
    }

    private static void copyModel(String name) throws Exception {
        Path to = Files.createDirectories(data.resolve("store/geocrop-models/" + name + "/1"));
        try (var files = Files.list(data.resolve("store/geocrop-models/zimbabwe-sample/1"))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Path manifest = to.resolve("model.json");
        Files.writeString(manifest, Files.readString(manifest).replace("zimbabwe-sample", name));
    }

    /** Each operation of the API that is about a thing, and each input of a process that names one. */
    private static List<Request> requests() throws Exception {
        List<Request> requests = new ArrayList<>();
        for (AuthorizationIT.Operation operation : AuthorizationIT.operations(server)) {
            String template = operation.template().replace("{modelId}", "{MODEL}");
            String path = new AuthorizationIT.Operation(operation.method(), template, operation.role())
                    .path(new AuthorizationIT.Own("{JOB}", "{DATASET}", "{KEY}"));
            if (path.matches(".*\\{(JOB|MODEL|DATASET|KEY)}.*")) {
                requests.add(new Request(operation.method(), path, operation.body()));
            }
        }
        String map = "&CRS=EPSG:3857&BBOX=3447900,-1972000,3448200,-1971700&WIDTH=8&HEIGHT=8";
        String wms = "/wms?SERVICE=WMS&VERSION=1.3.0&STYLES=&LAYERS={JOB}" + map;
        for (String path : List.of(
                wms + "&REQUEST=GetMap&FORMAT=image/png",
                wms + "&REQUEST=GetFeatureInfo&QUERY_LAYERS={JOB}&I=4&J=4&INFO_FORMAT=application/json",
                "/wms?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetLegendGraphic&LAYER={JOB}&FORMAT=image/png",
                "/wmts?SERVICE=WMTS&VERSION=1.0.0&REQUEST=GetTile&LAYER={JOB}&STYLE=&FORMAT=image/png"
                        + "&TILEMATRIXSET=WebMercatorQuad&TILEMATRIX=10&TILEROW=561&TILECOL=600",
                "/map?collections={JOB}&width=8&height=8",
                "/map/tiles/WebMercatorQuad/10/561/600?collections={JOB}",
                "/stac/search?ids={JOB}",
                "/xyz/{JOB}%3Aconfidence/10/600/561.png",
                "/xyz/difference%3A{JOB}%3A{JOB}/10/600/561.png",
                "/models/{MODEL}@1",
                "/models/{MODEL}@1/card?f=html",
                "/model-comparison?a={MODEL}&b=zimbabwe-sample",
                "/jobs/{JOB}?f=html",
                "/jobs/{JOB}/results?f=html",
                "/results/{JOB}/item.json")) {
            requests.add(new Request("GET", path, ""));
        }
        requests.add(new Request("GET", "/results/{JOB}/crop_type.tif", "", "Range", "bytes=0-99"));
        requests.add(new Request("GET", "/results/{JOB}/crop_type.tif", "", "If-None-Match", "*"));
        requests.add(new Request("HEAD", "/results/{JOB}/crop_type.tif", ""));
        String samples = "\"dataset:{DATASET}/1/samples.geojson\"";
        String raster = "\"dataset:{DATASET}/map.tif\"";
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("compare", "\"before\":\"{JOB}\",\"after\":\"{JOB}\"");
        inputs.put("compare?", "\"before\":" + raster + ",\"after\":" + raster);
        inputs.put("refine-map", "\"map\":\"{JOB}\"");
        inputs.put("zonal-statistics", "\"raster\":\"{JOB}\",\"zones\":" + SQUARE);
        inputs.put("zonal-statistics?", "\"raster\":" + raster + ",\"zones\":" + SQUARE);
        inputs.put("zonal-statistics??", "\"raster\":" + raster + ",\"zones\":" + samples);
        inputs.put("assess-accuracy", "\"map\":\"{JOB}\",\"samples\":" + POINT);
        inputs.put("plan-samples", "\"map\":\"{JOB}\"");
        inputs.put("plan-samples?", "\"map\":" + raster);
        inputs.put("extract-features", "\"year\":2022,\"locations\":" + samples);
        inputs.put("train-model", "\"year\":2022,\"name\":\"mine\",\"samples\":" + samples);
        inputs.put("register-dataset", "\"name\":\"mine\",\"version\":\"1\",\"samples\":" + samples);
        inputs.put("classify-crops", "\"year\":2022,\"aoi\":[30.9735,-17.4525,200],\"model\":\"{MODEL}\"");
        inputs.put("classify-crops?", "\"year\":2022,\"aoi\":[30.9735,-17.4525,200],\"model\":\"{MODEL}@1\"");
        inputs.put("explain-pixel", "\"year\":2022,\"location\":[30.978,-17.457],\"model\":\"{MODEL}\"");
        inputs.forEach((process, body) -> {
            for (String kind : List.of("execution", "estimate")) {
                requests.add(new Request(
                        "POST", "/processes/" + process.replace("?", "") + "/" + kind, "{\"inputs\":{" + body + "}}"));
            }
        });
        return requests;
    }

    @Test
    void nothingTellsThemApart() throws Exception {
        Map<String, String[]> callers = new LinkedHashMap<>();
        callers.put("analyst", issuer.member("bob", List.of("hills"), "analyst"));
        callers.put("viewer", issuer.user("vic", "viewer"));
        callers.put("key", new String[] {Replies.API_KEY, ROBOT});
        callers.put("nobody", new String[0]);
        List<Request> requests = requests();
        List<Long> ofHidden = new ArrayList<>();
        List<Long> ofMissing = new ArrayList<>();
        Map<String, long[]> each = new TreeMap<>();
        List<String> leaks = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Map.Entry<String, String[]> caller : callers.entrySet()) {
                for (Request request : requests) {
                    long[] took = new long[2];
                    // Each first in every other round, so that neither meets warmer caches.
                    boolean hiddenFirst = round % 2 == 0;
                    Answer first = ask(hiddenFirst ? hidden : missing, request, caller.getValue(), took, 0);
                    Answer second = ask(hiddenFirst ? missing : hidden, request, caller.getValue(), took, 1);
                    if (!first.equals(second) && round < 2) {
                        leaks.add(caller.getKey() + " " + request.method + " " + request.path + " " + request.body
                                + "\n  " + first + "\n  " + second);
                    }
                    if (round > 0) {
                        ofHidden.add(took[hiddenFirst ? 0 : 1]);
                        ofMissing.add(took[hiddenFirst ? 1 : 0]);
                        each.computeIfAbsent(request.method + " " + request.path, key -> new long[1])[0] +=
                                took[hiddenFirst ? 0 : 1] - took[hiddenFirst ? 1 : 0];
                    }
                }
            }
        }
        assertThat(leaks).isEmpty();
        double apart = (median(ofHidden) - median(ofMissing)) / 1e6;
        System.out.printf(
                "Hidden things: %d requests of %d kinds, median %.3f ms, of what is not there %.3f ms%n",
                ofHidden.size(), requests.size(), median(ofHidden) / 1e6, median(ofMissing) / 1e6);
        each.entrySet().stream()
                .sorted((a, b) -> Long.compare(Math.abs(b.getValue()[0]), Math.abs(a.getValue()[0])))
                .limit(3)
                .forEach(entry -> System.out.printf(
                        "Hidden things: farthest apart on average: %.3f ms, %s%n",
                        entry.getValue()[0] / 1e6 / ROUNDS / callers.size(), entry.getKey()));
        assertThat(ofHidden).hasSizeGreaterThan(1000);
        assertThat(Math.abs(apart)).isLessThan(1.0);
    }

    private static Answer ask(Things things, Request request, String[] caller, long[] took, int at) throws Exception {
        List<String> headers = new ArrayList<>(List.of(caller));
        headers.addAll(List.of(request.headers));
        long begun = System.nanoTime();
        HttpResponse<byte[]> answer = server.request(
                request.method, things.in(request.path), things.in(request.body), headers.toArray(new String[0]));
        took[at] = System.nanoTime() - begun;
        StringBuilder seen = new StringBuilder();
        new TreeMap<>(answer.headers().map()).forEach((name, values) -> {
            if (!List.of("date", "x-request-id", "connection").contains(name.toLowerCase(java.util.Locale.ROOT))) {
                seen.append(name).append(": ").append(values).append("; ");
            }
        });
        return new Answer(
                answer.statusCode(), things.without(seen.toString()), things.without(TestServer.text(answer)));
    }

    private static long median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    /** The owner gets all of it, so that the paths above are right. */
    @Test
    void theirOwnersSeeThem() throws Exception {
        String[] ann = issuer.user("ann", "analyst");
        for (String path :
                List.of("/jobs/{JOB}", "/results/{JOB}/crop_type.tif", "/datasets/{DATASET}", "/keys/{KEY}")) {
            assertThat(server.get(hidden.in(path), ann).statusCode()).as(path).isEqualTo(200);
            assertThat(server.get(missing.in(path), ann).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(server.get(hidden.in("/models/{MODEL}"), issuer.user("root", "admin"))
                        .statusCode())
                .isEqualTo(200);
    }
}
