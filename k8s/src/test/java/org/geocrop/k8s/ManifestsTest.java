package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Argo CD would apply: rendered, against the schemas of its kinds, and against every policy. */
class ManifestsTest {

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/production", "ci", "argocd", "gitea", "batch"})
    void theClusterWouldTakeIt(String folder) throws Exception {
        Manifests manifests = Manifests.render(folder);

        assertThat(manifests.all()).isNotEmpty();
        assertThat(manifests.all()).flatMap(Schemas::findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/production", "ci", "argocd", "gitea", "batch"})
    void itKeepsEveryPolicy(String folder) throws Exception {
        Manifests manifests = Manifests.render(folder);

        for (Policy policy : Policy.values()) {
            assertThat(policy.findings(manifests)).as(policy.name()).isEmpty();
        }
    }

    @Test
    void aBuildKeepsThemToo() {
        String build =
                Settings.read("k8s/ci/kaniko.yaml").replace("IMAGE", "server").replace("COMMIT", "0".repeat(40));
        Manifests manifests = Manifests.parse(build);
        manifests.all().get(0).getAsJsonObject("metadata").addProperty("name", "build");

        assertThat(manifests.all()).flatMap(Schemas::findings).isEmpty();
        for (Policy policy : Policy.values()) {
            // Its network policy is in the kustomization of its namespace.
            if (policy != Policy.NETWORK_POLICIES) {
                assertThat(policy.findings(manifests)).as(policy.name()).isEmpty();
            }
        }
    }

    /** Behind TLS, GeoServer has to be told what the world calls it. */
    @Test
    void geoServerKnowsItsAddress() throws Exception {
        Manifests production = Manifests.render("overlays/production");
        var geoserver = production.pods().stream()
                .filter(it -> Manifests.name(it.owner()).equals("geoserver"))
                .findFirst()
                .orElseThrow();

        assertThat(Manifests.objects(
                        Manifests.objects(geoserver.spec(), "containers").get(0), "env"))
                .filteredOn(it -> "EXTRA_JAVA_OPTS".equals(Manifests.text(it, "name")))
                .singleElement()
                .satisfies(
                        it -> assertThat(Manifests.text(it, "value"))
                                .contains(
                                        "-DALLOW_ENV_PARAMETRIZATION=true -DPROXY_BASE_URL=https://portfolio.techarvest.co.zw/geoserver "));
    }

    /** k8s/restore stops them; were their number said here, Argo CD would start them in the midst of it. */
    @Test
    void whatARestoreStopsIsOfNoFixedNumber() throws Exception {
        Manifests production = Manifests.render("overlays/production");

        for (String name : List.of("web", "worker", "mlflow")) {
            assertThat(Manifests.object(production.one("Deployment", name), "spec")
                            .has("replicas"))
                    .as(name)
                    .isFalse();
        }
        assertThat(Manifests.object(production.one("StatefulSet", "postgis"), "spec")
                        .has("replicas"))
                .isFalse();
        assertThat(Settings.read("k8s/restore"))
                .contains("deployment/web deployment/worker deployment/mlflow --replicas=0")
                .contains("statefulset/postgis --replicas=0");
        for (String job : List.of("postgis-restore", "minio-restore")) {
            assertThat(Manifests.text(Manifests.object(production.one("CronJob", job), "spec"), "suspend"))
                    .as(job + " is a template alone")
                    .isEqualTo("true");
        }
    }

    /** Trainings are tracked wherever they run. */
    @Test
    void everyServerKnowsMlflow() throws Exception {
        Manifests production = Manifests.render("overlays/production");

        assertThat(production.of("ConfigMap"))
                .filteredOn(it -> Manifests.name(it).startsWith("geocrop-"))
                .singleElement()
                .satisfies(it -> assertThat(Manifests.text(Manifests.object(it, "data"), "MLFLOW_TRACKING_URI"))
                        .isEqualTo("http://mlflow:5000"));
        assertThat(Settings.read("docker/compose.yaml")).contains("MLFLOW_TRACKING_URI: http://mlflow:5000");
    }

    /** Code of a pull request runs where no token of the cluster is; what is built and released has been merged. */
    @Test
    void pullRequestsRunWithoutAToken() throws Exception {
        Manifests ci = Manifests.render("ci");
        var checks = ci.pods().stream()
                .filter(it -> Manifests.name(it.owner()).equals("runner-checks"))
                .findFirst()
                .orElseThrow();

        assertThat(Manifests.text(checks.spec(), "automountServiceAccountToken"))
                .isEqualTo("false");
        assertThat(checks.spec().has("serviceAccountName")).isFalse();
        assertThat(Settings.read(".gitea/workflows/checks.yaml"))
                .contains("pull_request")
                .contains("runs-on: geocrop-checks")
                .doesNotContain("secrets.");
        assertThat(Settings.read(".gitea/workflows/deploy.yaml")).doesNotContain("pull_request");
    }

    /** What production is for: each host, and what is behind it. */
    @Test
    void hostsOfProduction() throws Exception {
        Manifests production = Manifests.render("overlays/production");

        Map<String, String> services = new java.util.TreeMap<>();
        production.of("Ingress").stream()
                .flatMap(it -> Manifests.objects(Manifests.object(it, "spec"), "rules").stream())
                .forEach(rule -> {
                    var paths = Manifests.objects(Manifests.object(rule, "http"), "paths");
                    services.put(
                            Manifests.text(rule, "host"),
                            Manifests.text(
                                    Manifests.object(paths.get(paths.size() - 1), "backend", "service"), "name"));
                });
        assertThat(services)
                .isEqualTo(Map.of(
                        "portfolio.techarvest.co.zw", "web",
                        "api.portfolio.techarvest.co.zw", "web",
                        "tiles.portfolio.techarvest.co.zw", "web",
                        "minio.portfolio.techarvest.co.zw", "minio",
                        "ml.techarvest.co.zw", "mlflow",
                        "lab.techarvest.co.zw", "jupyterlab"));
        assertThat(List.of(Settings.read("k8s/argocd/argo-cd.yaml"), Settings.read("k8s/argocd/gitea.yaml")))
                .anyMatch(it -> it.contains("cd.techarvest.co.zw"))
                .anyMatch(it -> it.contains("git.techarvest.co.zw"));
    }
}
