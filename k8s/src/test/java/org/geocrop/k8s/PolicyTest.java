package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.geocrop.k8s.Manifests.object;
import static org.geocrop.k8s.Manifests.objects;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule sees a copy of production that breaks it, and only what is broken. */
class PolicyTest {

    private static Manifests production;

    /** A copy of production that something was done to. */
    record Break(Policy policy, String finding, Consumer<Manifests> how) {
        @Override
        public String toString() {
            return policy + ": " + finding;
        }
    }

    @BeforeAll
    static void render() throws Exception {
        production = Manifests.render("overlays/production");
    }

    static Stream<Break> breaks() {
        return Stream.of(
                new Break(
                        Policy.PINNED_IMAGES,
                        "postgis:latest is not pinned",
                        it -> container(it, "StatefulSet", "postgis").addProperty("image", "postgis/postgis:latest")),
                new Break(
                        Policy.PINNED_IMAGES,
                        "postgis/postgis is not pinned",
                        it -> container(it, "StatefulSet", "postgis").addProperty("image", "postgis/postgis")),
                new Break(
                        Policy.PINNED_IMAGES,
                        "not named by a commit",
                        it -> container(it, "Deployment", "web")
                                .addProperty("image", "git.techarvest.co.zw/geocrop/server:1.0")),
                new Break(
                        Policy.NON_ROOT,
                        "Deployment web may run as root",
                        it -> pod(it, "Deployment", "web")
                                .getAsJsonObject("securityContext")
                                .remove("runAsNonRoot")),
                new Break(
                        Policy.NON_ROOT,
                        "Deployment web may run as root",
                        it -> pod(it, "Deployment", "web")
                                .getAsJsonObject("securityContext")
                                .addProperty("runAsUser", 0)),
                new Break(
                        Policy.RESTRICTED,
                        "Deployment mlflow, mlflow: is not restricted",
                        it -> container(it, "Deployment", "mlflow")
                                .getAsJsonObject("securityContext")
                                .addProperty("allowPrivilegeEscalation", true)),
                new Break(
                        Policy.RESTRICTED,
                        "StatefulSet geoserver, prepare: is not restricted",
                        it -> objects(pod(it, "StatefulSet", "geoserver"), "initContainers")
                                .get(0)
                                .getAsJsonObject("securityContext")
                                .remove("capabilities")),
                new Break(
                        Policy.READ_ONLY_ROOT,
                        "Deployment worker, server: can write",
                        it -> container(it, "Deployment", "worker")
                                .getAsJsonObject("securityContext")
                                .remove("readOnlyRootFilesystem")),
                new Break(
                        Policy.REQUESTS_AND_LIMITS,
                        "StatefulSet postgis, postgis: lacks",
                        it -> container(it, "StatefulSet", "postgis")
                                .getAsJsonObject("resources")
                                .getAsJsonObject("limits")
                                .remove("memory")),
                new Break(
                        Policy.PROBES,
                        "StatefulSet geoserver has a container without",
                        it -> container(it, "StatefulSet", "geoserver").remove("livenessProbe")),
                new Break(
                        Policy.SECRETS_BY_REFERENCE,
                        "Deployment web has GEOCROP_DATABASE_PASSWORD",
                        it -> objects(container(it, "Deployment", "web"), "env").stream()
                                .filter(e -> "GEOCROP_DATABASE_PASSWORD".equals(Manifests.text(e, "name")))
                                .forEach(e -> e.addProperty("value", "hunter2"))),
                new Break(
                        Policy.SECRETS_BY_REFERENCE,
                        "Secret x is in the repository",
                        it -> it.all()
                                .add(JsonParser.parseString(
                                                "{'apiVersion':'v1','kind':'Secret','metadata':{'name':'x'}}")
                                        .getAsJsonObject())),
                new Break(
                        Policy.NOTHING_OF_THE_HOST,
                        "Service web is of type NodePort",
                        it -> object(it.one("Service", "web"), "spec").addProperty("type", "NodePort")),
                new Break(
                        Policy.NOTHING_OF_THE_HOST,
                        "StatefulSet minio uses the host",
                        it -> pod(it, "StatefulSet", "minio")
                                .getAsJsonArray("volumes")
                                .add(JsonParser.parseString("{'name':'h','hostPath':{'path':'/'}}"))),
                new Break(
                        Policy.NO_TOKENS,
                        "Deployment web is given a token",
                        it -> pod(it, "Deployment", "web").remove("automountServiceAccountToken")),
                new Break(
                        Policy.NETWORK_POLICIES,
                        "Deployment mlflow has no network policy",
                        it -> it.all().remove(it.one("NetworkPolicy", "mlflow"))),
                new Break(
                        Policy.NETWORK_POLICIES,
                        "its namespace does not deny",
                        it -> it.all().remove(it.one("NetworkPolicy", "default-deny"))),
                new Break(
                        Policy.DISRUPTION_BUDGETS,
                        "no disruption budget of worker",
                        it -> it.all().remove(it.one("PodDisruptionBudget", "worker"))),
                new Break(
                        Policy.ROLLING_UPDATES,
                        "Deployment worker takes pods away",
                        it -> object(it.one("Deployment", "worker"), "spec").remove("strategy")),
                new Break(
                        Policy.ROLLING_UPDATES,
                        "Deployment web closes its port",
                        it -> objects(container(it, "Deployment", "web"), "env").stream()
                                .filter(e -> "GEOCROP_DRAIN".equals(Manifests.text(e, "name")))
                                .forEach(e -> e.addProperty("value", "1s"))),
                new Break(
                        Policy.ROLLING_UPDATES,
                        "Deployment web is killed",
                        it -> pod(it, "Deployment", "web").addProperty("terminationGracePeriodSeconds", 30)),
                new Break(
                        Policy.REFERENCES,
                        "Service web selects no pod",
                        it -> object(it.one("Service", "web"), "spec", "selector")
                                .addProperty("app", "wbe")),
                new Break(
                        Policy.REFERENCES,
                        "Ingress api: there is no service web",
                        it -> objects(object(it.one("Service", "web"), "spec"), "ports")
                                .get(0)
                                .addProperty("name", "https")),
                new Break(
                        Policy.REFERENCES,
                        "HorizontalPodAutoscaler worker scales nothing",
                        it -> object(it.one("HorizontalPodAutoscaler", "worker"), "spec", "scaleTargetRef")
                                .addProperty("name", "workers")),
                new Break(
                        Policy.REFERENCES,
                        "no config map",
                        it -> it.all().removeIf(c -> Manifests.name(c).startsWith("minio-setup-"))),
                new Break(Policy.REFERENCES, "no pod mlflow", it -> it.all().remove(it.one("Deployment", "mlflow"))),
                new Break(
                        Policy.KNOWN_SETTINGS,
                        "no setting GEOCROP_JOB",
                        it -> objects(container(it, "Deployment", "web"), "env")
                                .get(0)
                                .addProperty("name", "GEOCROP_JOB")),
                new Break(
                        Policy.ROLL_OUT_ORDER,
                        "Job minio-setup does not run between",
                        it -> object(it.one("Job", "minio-setup"), "metadata", "annotations")
                                .addProperty("argocd.argoproj.io/hook", "PostSync")),
                new Break(
                        Policy.ROLL_OUT_ORDER,
                        "NetworkPolicy minio comes after",
                        it -> object(it.one("NetworkPolicy", "minio"), "metadata")
                                .remove("annotations")),
                new Break(
                        Policy.ONLY_BY_HTTPS,
                        "Ingress api is served by plain http",
                        it -> object(it.one("Ingress", "api"), "metadata", "annotations")
                                .remove("traefik.ingress.kubernetes.io/router.middlewares")),
                new Break(
                        Policy.PULLED_WITH_A_SECRET,
                        "Deployment worker can't pull its image",
                        it -> it.one("ServiceAccount", "default").remove("imagePullSecrets")),
                new Break(
                        Policy.DOCUMENTED_SECRETS,
                        "does not name the secret unheard-of",
                        it -> object(it.one("Middleware", "mlflow-users"), "spec", "basicAuth")
                                .addProperty("secret", "unheard-of")));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void aBrokenCopyIsFound(Break broken) {
        Manifests copy = copy();
        broken.how.accept(copy);

        assertThat(broken.policy.findings(production)).isEmpty();
        assertThat(broken.policy.findings(copy)).anyMatch(it -> it.contains(broken.finding));
    }

    @Test
    void everyPolicyIsSeenToFail() {
        Set<Policy> seen = EnumSet.noneOf(Policy.class);
        breaks().forEach(it -> seen.add(it.policy));

        assertThat(seen).containsExactlyInAnyOrder(Policy.values());
    }

    @Test
    void schemasSeeWhatIsMisspeltMissingOrOfTheWrongType() {
        Manifests copy = copy();
        JsonObject web = copy.one("Deployment", "web");
        container(copy, "Deployment", "web").addProperty("imagePullPolice", "Always");
        object(copy.one("Deployment", "worker"), "spec").remove("selector");
        object(copy.one("HorizontalPodAutoscaler", "web"), "spec").addProperty("maxReplicas", "6");
        object(copy.one("Middleware", "mlflow-users"), "spec").addProperty("digestAuth", "x");

        assertThat(Schemas.findings(web)).singleElement().asString().contains("imagePullPolice");
        assertThat(Schemas.findings(copy.one("Deployment", "worker")))
                .singleElement()
                .asString()
                .contains("selector");
        assertThat(Schemas.findings(copy.one("HorizontalPodAutoscaler", "web")))
                .singleElement()
                .asString()
                .contains("spec.maxReplicas");
        assertThat(Schemas.findings(copy.one("Middleware", "mlflow-users")))
                .singleElement()
                .asString()
                .contains("digestAuth");
    }

    private static Manifests copy() {
        List<JsonObject> copies = new ArrayList<>();
        production.all().forEach(it -> copies.add(it.deepCopy()));
        return new Manifests(copies);
    }

    private static JsonObject pod(Manifests manifests, String kind, String name) {
        return object(manifests.one(kind, name), "spec", "template", "spec");
    }

    private static JsonObject container(Manifests manifests, String kind, String name) {
        JsonArray containers = pod(manifests, kind, name).getAsJsonArray("containers");
        return containers.get(0).getAsJsonObject();
    }
}
