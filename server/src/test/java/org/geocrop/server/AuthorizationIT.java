package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.Until;
import org.geocrop.http.Replies;
import org.geocrop.maps.BoxRegion;
import org.geocrop.store.FolderStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who may call what: each operation of the API definition, by each kind of caller. */
class AuthorizationIT {

    private static final String KEY = "gck_of-a-program";
    private static final String INPUTS = "{\"inputs\":{\"aoi\":[30.9735,-17.4525,200],\"year\":2022}}";

    @TempDir
    static Path data;

    private static Issuer issuer;
    private static RSAKey foreignKey;
    private static int things;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        issuer = new Issuer();
        foreignKey = Issuer.newKey();
        Path looks = publicLayer(data.resolve("looks"));
        server = issuer.start(
                data,
                KEY,
                Map.of("GEOCROP_TILER_CONFIG", looks.toString()),
                "--management.endpoints.web.exposure.include=health,prometheus,mappings");
        spareModel();
        BoxRegion.publish(new FolderStore(data.resolve("store")));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        issuer.close();
    }

    /** A model that nobody owns, as those are that were there before there were owners. */
    private static void spareModel() throws Exception {
        Path from = data.resolve("store/geocrop-models/zimbabwe-sample/1");
        Path to = Files.createDirectories(data.resolve("store/geocrop-models/spare/1"));
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        Path manifest = to.resolve("model.json");
        Files.writeString(manifest, Files.readString(manifest).replace("zimbabwe-sample", "spare"));
    }

    /** A configured layer, which everyone may see. */
    private static Path publicLayer(Path folder) throws Exception {
        Files.createDirectories(folder);
        java.awt.image.BufferedImage image =
                new java.awt.image.BufferedImage(16, 16, java.awt.image.BufferedImage.TYPE_INT_RGB);
        javax.imageio.ImageIO.write(image, "png", folder.resolve("ground.png").toFile());
        Files.writeString(folder.resolve("ground.pgw"), "0.1\n0\n0\n-0.1\n30.05\n-16.05\n");
        Files.writeString(
                folder.resolve("styles.yaml"), "styles: {crop_type: {type: classes}, photo: {type: picture}}");
        Files.writeString(
                folder.resolve("layers.yaml"),
                "layers: [{name: ground, source: ground.png, crs: 'EPSG:4326', style: photo}]");
        return folder;
    }

    private static String token(
            RSAKey signer, String from, String audience, Instant expires, @Nullable String user, String... roles)
            throws Exception {
        return Issuer.token(signer, from, audience, expires, user, List.of(), roles);
    }

    private static String[] user(String name, String... roles) throws Exception {
        return issuer.user(name, roles);
    }

    private static String[] with(String[] headers, String... more) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    private static HttpResponse<byte[]> call(String method, String path, String body, String... headers)
            throws Exception {
        return server.request(method, path, body, headers);
    }

    /** A finished map of a user. */
    private static String map(String[] owner) throws Exception {
        HttpResponse<byte[]> answer =
                call("POST", "/processes/classify-crops/execution", INPUTS, with(owner, "Prefer", "respond-async"));
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(201);
        String id = TestServer.json(answer).path("jobID").asString();
        JsonNode status = Until.value(
                "the end of " + id,
                () -> TestServer.json(call("GET", "/jobs/" + id, "", owner)),
                seen -> !List.of("accepted", "running")
                        .contains(seen.path("status").asString()));
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
        return id;
    }

    /** What a user owns. */
    record Own(String job, String dataset, String key) {}

    /** A map, a data set and a key of a user. */
    private static Own things(String[] owner) throws Exception {
        things++;
        String survey = "{\"inputs\":{\"name\":\"survey-" + things + "\",\"version\":\"1\",\"samples\":{\"mediaType\":"
                + "\"application/geo+json\",\"value\":{\"type\":\"Feature\",\"properties\":{\"class\":\"maize\"},"
                + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[30.978,-17.457]}}}}}";
        HttpResponse<byte[]> registered = call("POST", "/processes/register-dataset/execution", survey, owner);
        assertThat(registered.statusCode()).as(TestServer.text(registered)).isEqualTo(200);
        HttpResponse<byte[]> key = call("POST", "/keys", "{\"role\":\"viewer\"}", owner);
        assertThat(key.statusCode()).as(TestServer.text(key)).isEqualTo(201);
        return new Own(
                map(owner), "survey-" + things, TestServer.json(key).path("id").asString());
    }

    record Operation(String method, String template, String role) {

        String path(Own own) {
            return template.replace("/models/{modelId}/sharing", "/models/spare/sharing")
                    .replace("{datasetId}", own.dataset)
                    .replace("{keyId}", own.key)
                    .replace("{regionId}", "box")
                    .replace("{processId}", "echo")
                    .replace("{jobId}", own.job)
                    .replace("{output}", "summary")
                    .replace("{file}", "crop_type.tif")
                    .replace("{modelId}", "zimbabwe-sample@1")
                    .replace("{decision}", "restore")
                    .replaceAll("^/model-comparison$", "/model-comparison?a=zimbabwe-sample&b=zimbabwe-sample")
                    .replace("{layer}", own.job)
                    .replace("{z}/{x}/{y}", "10/600/561")
                    .replace("{minx},{miny},{maxx},{maxy}", "30.97,-17.46,30.98,-17.45")
                    .replace("{lon},{lat}", "30.97,-17.45")
                    .replace("{style}/{time}", "crop_type/2022")
                    .replace("{style}", "crop_type")
                    .replace("{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}", "WebMercatorQuad/10/561/600")
                    .replace("{tileMatrixSetId}", "WebMercatorQuad")
                    .replace("{collection}", "classify-crops")
                    .replace("{set}/{matrix}/{row}/{col}", "WebMercatorQuad/10/561/600")
                    .replace("{j}/{i}.{extension}", "1/1.json")
                    .replace("{extension}", "png")
                    .replaceAll("^/wm(t?)s$", "/wm$1s?SERVICE=WM$1S&REQUEST=GetCapabilities")
                    .replace("SERVICE=WMtS", "SERVICE=WMTS")
                    .replaceAll("/processes/[a-z-]+/(execution|estimate)", "/processes/echo/$1");
        }

        String body() {
            if (template.startsWith("/xyz/")) {
                return "{\"type\":\"Polygon\",\"coordinates\":[[[30.97,-17.46],[30.98,-17.46],[30.98,-17.45],"
                        + "[30.97,-17.45],[30.97,-17.46]]]}";
            }
            if (template.equals("/keys")) {
                return "{\"role\":\"viewer\"}";
            }
            if (template.equals("/stac/search")) {
                return "{\"limit\":1}";
            }
            return template.endsWith("/sharing") ? "{\"sharing\":\"private\"}" : "{\"inputs\":{}}";
        }

        /** Whether it is about one job, which a result's rights alone decide about, and no role. */
        boolean isOfJob() {
            return template.contains("{jobId}") || template.contains("{layer}") || template.contains("{collection}");
        }

        /** Whether there is no thing after it. */
        boolean isLast() {
            return method.equals("DELETE") && !template.endsWith("/sharing");
        }

        /** Whether it is about a thing of one user. */
        boolean isOwned() {
            return isOfJob() || template.contains("{datasetId}") || template.contains("{keyId}");
        }

        /** Whether it is about a model or a region that nobody owns. */
        boolean isOfNobody() {
            return template.equals("/models/{modelId}/sharing") || template.contains("{regionId}");
        }
    }

    private static List<Operation> operations() throws Exception {
        return operations(server);
    }

    /** Those that a server's API definition has. */
    static List<Operation> operations(TestServer server) throws Exception {
        List<Operation> operations = new ArrayList<>();
        JsonNode paths = server.json("/api").path("paths");
        for (String path : paths.propertyNames()) {
            for (String method : List.of("get", "post", "put", "delete", "patch")) {
                JsonNode operation = paths.path(path).path(method);
                if (!operation.isMissingNode()) {
                    String role = operation.path("x-role").asString("");
                    assertThat(role).as(method + " " + path + " has no x-role").isNotEmpty();
                    operations.add(new Operation(method.toUpperCase(java.util.Locale.ROOT), path, role));
                }
            }
        }
        assertThat(operations).hasSizeGreaterThan(25);
        return operations;
    }

    @Test
    void everyRouteByEveryCaller() throws Exception {
        Instant soon = Instant.now().plusSeconds(300);
        Map<String, String[]> strangers = new LinkedHashMap<>();
        strangers.put("no token", new String[0]);
        strangers.put(
                "expired",
                bearer(token(
                        issuer.key(),
                        issuer.address(),
                        Issuer.AUDIENCE,
                        Instant.now().minusSeconds(300),
                        "ann",
                        "admin")));
        strangers.put(
                "wrong issuer",
                bearer(token(issuer.key(), "http://other.example", Issuer.AUDIENCE, soon, "ann", "admin")));
        strangers.put("wrong audience", bearer(token(issuer.key(), issuer.address(), "other", soon, "ann", "admin")));
        strangers.put("wrong key", bearer(token(foreignKey, issuer.address(), Issuer.AUDIENCE, soon, "ann", "admin")));
        strangers.put("no token at all", bearer("Bearer x.y.z"));
        strangers.put(
                "no subject", bearer(token(issuer.key(), issuer.address(), Issuer.AUDIENCE, soon, null, "viewer")));
        strangers.put(
                "empty subject", bearer(token(issuer.key(), issuer.address(), Issuer.AUDIENCE, soon, "", "admin")));
        strangers.put("wrong API key", new String[] {Replies.API_KEY, "gck_wrong"});

        Own job = things(user("ann", "analyst"));
        int checked = 0;
        for (Operation operation : operations()) {
            for (Map.Entry<String, String[]> stranger : strangers.entrySet()) {
                int status = status(operation, job, stranger.getValue());
                boolean free =
                        operation.role.equals("anyone") && stranger.getKey().equals("no token");
                check(operation, stranger.getKey(), status, free ? Set.of(200) : Set.of(401));
                checked++;
            }
            check(operation, "no role", status(operation, job, user("ann")), expected(operation, -1, true));
            check(
                    operation,
                    "other viewer",
                    status(operation, job, user("bob", "viewer")),
                    expected(operation, 0, false));
            check(
                    operation,
                    "other analyst",
                    status(operation, job, user("bob", "analyst")),
                    expected(operation, 1, false));
            check(
                    operation,
                    "API key",
                    status(operation, job, new String[] {Replies.API_KEY, KEY}),
                    expected(operation, 1, false));
            checked += 4;
        }
        for (Operation operation : operations()) {
            // Each gets a map of its own, since some operations end it.
            Own own = operation.isLast() ? things(user("ann", "analyst")) : job;
            check(operation, "owner", status(operation, own, user("ann", "analyst")), expected(operation, 1, true));
            Own again = operation.isLast() ? things(user("ann", "analyst")) : job;
            check(operation, "admin", status(operation, again, user("root", "admin")), expected(operation, 2, true));
            checked += 2;
        }
        System.out.println(
                "Authorization: " + checked + " calls of " + operations().size() + " operations");
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", token};
    }

    private static int status(Operation operation, Own job, String[] headers) throws Exception {
        return call(operation.method, operation.path(job), operation.body(), headers)
                .statusCode();
    }

    private static void check(Operation operation, String caller, int status, Set<Integer> expected) {
        assertThat(expected)
                .as(operation.method + " " + operation.template + " by " + caller + " gave " + status)
                .contains(status);
    }

    /** Rank: -1 no role, 0 viewer, 1 analyst, 2 admin. Mine: whether the job is the caller's, or he is an admin. */
    private static Set<Integer> expected(Operation operation, int rank, boolean mine) {
        int needed = List.of("anyone", "viewer", "analyst", "admin").indexOf(operation.role) - 1;
        boolean ofJob = operation.isOfJob();
        if (rank < needed && !(ofJob && operation.role.equals("viewer"))) {
            return Set.of(403);
        }
        if (operation.isOwned() && !mine || operation.isOfNobody() && rank < 2) {
            return Set.of(404);
        }
        if (operation.template.equals("/processes/{processId}") && !operation.method.equals("GET")) {
            // What is built in is nobody's to replace or to take away.
            return Set.of(403);
        }
        // An estimate of echo is refused as such: 400; a model that is no zip: 415.
        return Set.of(200, 201, 204, 400, 415);
    }

    @Test
    void sharingOpensAJob() throws Exception {
        String[] ann = user("ann", "analyst");
        String[] bob = user("bob", "viewer");
        String job = map(ann);
        List<String> paths = List.of(
                "/jobs/" + job,
                "/jobs/" + job + "/results",
                "/results/" + job + "/crop_type.tif",
                "/xyz/" + job + "/tilejson.json");
        visible(paths, 404, bob);
        visible(paths, 401);
        assertThat(jobs(bob)).doesNotContain(job);
        share(job, "shared", ann);
        visible(paths, 200, bob);
        visible(paths, 401);
        assertThat(jobs(bob)).contains(job);
        share(job, "public", ann);
        visible(paths, 200);
        HttpResponse<byte[]> file = call("GET", paths.get(2), "");
        assertThat(file.headers().firstValue("Cache-Control").orElseThrow()).startsWith("public");
        // Those who see it may not change it.
        assertThat(call("DELETE", "/jobs/" + job, "", user("bob", "analyst")).statusCode())
                .isEqualTo(404);
        share(job, "private", ann);
        visible(paths, 404, bob);
        file = call("GET", paths.get(2), "", ann);
        assertThat(file.headers().firstValue("Cache-Control").orElseThrow()).startsWith("private");
    }

    private static void visible(List<String> paths, int status, String... headers) throws Exception {
        for (String path : paths) {
            assertThat(call("GET", path, "", headers).statusCode()).as(path).isEqualTo(status);
        }
    }

    private static void share(String job, String with, String[] owner) throws Exception {
        HttpResponse<byte[]> answer = call("PUT", "/jobs/" + job + "/sharing", "{\"sharing\":\"" + with + "\"}", owner);
        assertThat(TestServer.json(answer).path("sharing").asString()).isEqualTo(with);
    }

    private static List<String> jobs(String[] headers) throws Exception {
        List<String> ids = new ArrayList<>();
        TestServer.json(call("GET", "/jobs?limit=1000", "", headers))
                .path("jobs")
                .forEach(job -> ids.add(job.path("jobID").asString()));
        return ids;
    }

    /** Another's result can't be read through a process either. */
    @Test
    void processesReadOnlyWhatTheirCallerMayRead() throws Exception {
        String job = map(user("ann", "analyst"));
        String request = "{\"inputs\":{\"before\":\"" + job + "\",\"after\":\"" + job + "\"}}";
        HttpResponse<byte[]> other = call("POST", "/processes/compare/execution", request, user("bob", "analyst"));
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(TestServer.text(other)).contains("There is no finished result");
        assertThat(call("POST", "/processes/compare/execution", request, user("ann", "analyst"))
                        .statusCode())
                .isEqualTo(200);
    }

    /** Every route of the server is in the API definition, so that the matrix above covers it. */
    @Test
    void noRouteIsForgotten() throws Exception {
        Set<String> documented = new TreeSet<>();
        for (Operation operation : operations()) {
            documented.add(operation.method + " " + operation.template.replaceAll("\\{[^}]+}", "{}"));
        }
        JsonNode mappings = TestServer.json(call("GET", "/actuator/mappings", "", user("root", "admin")));
        List<String> forgotten = new ArrayList<>();
        for (JsonNode context : mappings.path("contexts")) {
            for (JsonNode mapping :
                    context.path("mappings").path("dispatcherServlets").path("dispatcherServlet")) {
                JsonNode conditions = mapping.path("details").path("requestMappingConditions");
                for (JsonNode method : conditions.path("methods")) {
                    for (JsonNode pattern : conditions.path("patterns")) {
                        String route = method.asString() + " "
                                + pattern.asString()
                                        .replaceAll("\\{scale[^}]*}", "")
                                        .replaceAll("\\{[^}/]+}", "{}");
                        boolean own = !pattern.asString().startsWith("/actuator")
                                && !pattern.asString().equals("/error");
                        if (own && !documented.contains(route)) {
                            forgotten.add(route);
                        }
                    }
                }
            }
        }
        assertThat(forgotten).isEmpty();
    }

    @Test
    void aServerForEveryoneDoesNotStartByAccident() throws Exception {
        Path log = data.resolve("open.log");
        Process process = TestServer.command(
                        log, "--server.address=0.0.0.0", "--server.port=0", "--geocrop.data=" + data.resolve("open"))
                .start();
        try {
            assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isNotZero();
            assertThat(Files.readString(log)).contains("GEOCROP_OIDC_ISSUER").contains("GEOCROP_OPEN=true");
            assertThat(data.resolve("open")).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }
}
