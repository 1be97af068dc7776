package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.geocrop.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code k8s/restore} on a real API server, where this test does what controllers would. */
@Tag("kube")
class RestoreScriptIT {

    private static final String NOW = "2026-01-02T03:04:05Z";

    @TempDir
    Path folder;

    private KubeServer server;

    @BeforeEach
    void begin() throws Exception {
        server = new KubeServer(folder.resolve("server"));
        Manifests dev = Manifests.render("overlays/dev");
        for (String kind : List.of("Namespace", "PriorityClass", "ConfigMap", "Deployment", "StatefulSet", "CronJob")) {
            for (var it : dev.of(kind)) {
                assertThat(server.apply(it.toString()).exitCode()).isZero();
            }
        }
    }

    @AfterEach
    void end() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void whatWritesIsStoppedBeforeTheJobAndStartedAfterIt() throws Exception {
        Process script = restore("2026-11-27T13:05:00Z");
        String job = Until.value(
                "the job", () -> get("job/postgis-restore", "{.spec.template.spec}"), it -> it.contains("{"));

        for (String stopped :
                List.of("deployment/web", "deployment/worker", "deployment/mlflow", "statefulset/postgis")) {
            assertThat(get(stopped, "{.spec.replicas}")).as(stopped).isEqualTo("0");
        }
        assertThat(targets(job)).containsExactly("2026-11-27T13:05:00Z", "2026-11-27T13:05:00Z");
        status(
                "job/postgis-restore",
                "'startTime':'N','completionTime':'N','succeeded':1,'conditions':["
                        + "{'type':'SuccessCriteriaMet','status':'True','lastTransitionTime':'N'},"
                        + "{'type':'Complete','status':'True','lastTransitionTime':'N'}]");
        Until.value("the database is started", () -> get("statefulset/postgis", "{.spec.replicas}"), "1"::equals);
        assertThat(get("deployment/web", "{.spec.replicas}")).isEqualTo("0");
        ready("statefulset/postgis", "'currentRevision':'r','updateRevision':'r','currentReplicas':1,");
        Until.value("the page is started", () -> get("deployment/web", "{.spec.replicas}"), "1"::equals);
        assertThat(get("deployment/worker", "{.spec.replicas}")).isEqualTo("1");
        assertThat(get("deployment/mlflow", "{.spec.replicas}")).isEqualTo("1");
        ready("deployment/web", "");

        assertThat(script.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).as(said()).isZero();
    }

    /** The database stays stopped: nothing may write before someone has looked. */
    @Test
    void aJobThatFailsStartsNothing() throws Exception {
        Process script = restore("newest");
        String job = Until.value(
                "the job", () -> get("job/postgis-restore", "{.spec.template.spec}"), it -> it.contains("{"));
        assertThat(targets(job)).containsExactly("", "");
        status(
                "job/postgis-restore",
                "'startTime':'N','failed':1,'conditions':["
                        + "{'type':'FailureTarget','status':'True','lastTransitionTime':'N'},"
                        + "{'type':'Failed','status':'True','lastTransitionTime':'N'}]");

        assertThat(script.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(1);
        assertThat(said()).contains("The job postgis-restore did not end well");
        assertThat(get("statefulset/postgis", "{.spec.replicas}")).isEqualTo("0");
        assertThat(restore("tomorrow").waitFor()).isEqualTo(2);
    }

    private Process restore(String what) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", Manifests.K8S.resolve("restore").toString(), what)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().putAll(server.environment());
        return builder.start();
    }

    private String said() throws Exception {
        return Files.readString(folder.resolve("said"));
    }

    private String get(String what, String path) throws Exception {
        return server.kubectl("get", "-n", "geocrop", what, "-o", "jsonpath=" + path)
                .output();
    }

    /** The variable TARGET of each container. */
    private static List<String> targets(String podSpec) {
        var spec = JsonParser.parseString(podSpec).getAsJsonObject();
        List<String> targets = new ArrayList<>();
        Stream.of("initContainers", "containers")
                .flatMap(key -> Manifests.objects(spec, key).stream())
                .flatMap(it -> Manifests.objects(it, "env").stream())
                .filter(it -> "TARGET".equals(Manifests.text(it, "name")))
                .forEach(it -> targets.add(it.has("value") ? it.get("value").getAsString() : ""));
        return targets;
    }

    private void ready(String what, String more) throws Exception {
        status(
                what,
                more + "'observedGeneration':" + get(what, "{.metadata.generation}")
                        + ",'replicas':1,'updatedReplicas':1,'readyReplicas':1,'availableReplicas':1");
    }

    /** Writes a status as a controller does. */
    private void status(String what, String status) throws Exception {
        String json =
                ("{'status':{" + status + "}}").replace("'N'", "'" + NOW + "'").replace('\'', '"');
        var outcome =
                server.kubectl("patch", "-n", "geocrop", what, "--subresource=status", "--type=merge", "-p", json);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }
}
