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
    @ValueSource(strings = {"overlays/dev", "overlays/production", "ci", "argocd"})
    void theClusterWouldTakeIt(String folder) throws Exception {
        Manifests manifests = Manifests.render(folder);

        assertThat(manifests.all()).isNotEmpty();
        assertThat(manifests.all()).flatMap(Schemas::findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/dev", "overlays/production", "ci", "argocd"})
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
