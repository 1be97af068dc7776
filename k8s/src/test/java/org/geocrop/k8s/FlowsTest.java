package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who reaches whom in production, by the rendered policies. 41.1.2.3 stands for the internet, 192.168.1.9 for a machine
 * beside the cluster, 10.43.0.1 for the cluster's API, 169.254.169.254 for a cloud's metadata.
 */
class FlowsTest {

    private static List<Manifests> rendered;

    @BeforeAll
    static void render() throws Exception {
        rendered = List.of(Manifests.render("overlays/production"), Manifests.render("ci"), Manifests.render("gitea"));
    }

    private static final String WANTED = """
            kube-system/traefik -> web:8080
            kube-system/traefik -> geoserver:8080
            kube-system/traefik -> minio:9000
            kube-system/traefik -> minio:9001
            kube-system/traefik -> mlflow:5000
            kube-system/traefik -> jupyterlab:8888
            kube-system/traefik -> solver:8089
            web -> postgis:5432
            web -> minio:9000
            web -> mlflow:5000
            web -> 41.1.2.3:443
            web -> kube-system/traefik:8443
            web -> kube-system/coredns:53/udp
            web -> kube-system/coredns:53
            worker -> postgis:5432
            worker -> minio:9000
            worker -> mlflow:5000
            worker -> 41.1.2.3:443
            worker -> kube-system/traefik:8443
            worker -> kube-system/coredns:53/udp
            geoserver -> minio:9000
            geoserver -> 41.1.2.3:443
            geoserver -> kube-system/coredns:53/udp
            mlflow -> postgis:5432
            mlflow -> minio:9000
            jupyterlab -> minio:9000
            jupyterlab -> mlflow:5000
            jupyterlab -> web:8080
            jupyterlab -> 41.1.2.3:443
            jupyterlab -> kube-system/traefik:8443
            minio-setup -> minio:9000
            postgis-backup -> postgis:5432
            postgis-backup -> minio:9000
            minio-backup -> minio:9000
            minio-backup -> 41.1.2.3:443
            minio-backup -> kube-system/coredns:53/udp
            minio-restore -> minio:9000
            minio-restore -> 41.1.2.3:443
            postgis -> minio:9000
            postgis-restore -> minio:9000
            geoserver-backup -> minio:9000
            jupyterlab-backup -> minio:9000
            prometheus -> web:8081
            prometheus -> worker:8081
            prometheus -> minio:9000
            prometheus -> 10.43.0.1:443
            metrics-adapter -> prometheus:9090
            grafana -> prometheus:9090
            prometheus -> alertmanager:9093
            prometheus -> collector:8888
            alertmanager -> 41.1.2.3:443
            collector -> 41.1.2.3:443
            web -> collector:4318
            worker -> collector:4318
            geocrop-ci/runner -> 41.1.2.3:443
            geocrop-ci/runner -> kube-system/traefik:8443
            geocrop-ci/runner -> 10.43.0.1:6443
            geocrop-ci/runner-checks -> 41.1.2.3:443
            geocrop-ci/runner-checks -> kube-system/traefik:8443
            geocrop-ci/kaniko -> 41.1.2.3:443
            geocrop-ci/kaniko -> kube-system/traefik:8443
            kube-system/traefik -> gitea/gitea:3000
            kube-system/traefik -> gitea/solver:8089
            gitea/gitea -> 41.1.2.3:443
            gitea/gitea-backup -> 41.1.2.3:443
            """;

    private static final String UNWANTED = """
            kube-system/traefik -> postgis:5432
            kube-system/traefik -> worker:8081
            kube-system/traefik -> web:8081
            web -> geoserver:8080
            web -> jupyterlab:8888
            web -> minio:9001
            web -> 192.168.1.9:443
            web -> 192.168.1.9:5432
            web -> 169.254.169.254:443
            web -> 10.43.0.1:443
            web -> 41.1.2.3:80
            web -> 41.1.2.3:22
            worker -> web:8080
            worker -> geoserver:8080
            worker -> 169.254.169.254:443
            worker -> 192.168.1.9:443
            worker -> 10.43.0.1:6443
            geoserver -> postgis:5432
            geoserver -> mlflow:5000
            geoserver -> web:8080
            geoserver -> 169.254.169.254:443
            mlflow -> 41.1.2.3:443
            mlflow -> web:8080
            jupyterlab -> postgis:5432
            jupyterlab -> worker:8081
            jupyterlab -> minio:9001
            jupyterlab -> 192.168.1.9:443
            jupyterlab -> 10.43.0.1:443
            minio -> 41.1.2.3:443
            grafana -> postgis:5432
            grafana -> 41.1.2.3:443
            kube-system/traefik -> grafana:3000
            kube-system/traefik -> alertmanager:9093
            web -> grafana:3000
            collector -> postgis:5432
            alertmanager -> 192.168.1.9:443
            jupyterlab -> collector:4318
            monitoring/prometheus-server -> web:8081
            web -> monitoring/collector:4318
            postgis -> 41.1.2.3:443
            minio-setup -> postgis:5432
            minio-setup -> 41.1.2.3:443
            postgis-backup -> 41.1.2.3:443
            minio-backup -> postgis:5432
            minio-backup -> 192.168.1.9:443
            minio-restore -> 192.168.1.9:443
            postgis-restore -> postgis:5432
            postgis-restore -> 41.1.2.3:443
            geoserver-backup -> 41.1.2.3:443
            jupyterlab-backup -> web:8080
            postgis -> web:8080
            postgis -> 192.168.1.9:443
            solver -> postgis:5432
            solver -> 41.1.2.3:443
            41.1.2.3 -> web:8080
            192.168.1.9 -> postgis:5432
            192.168.1.9 -> minio:9000
            default/stranger -> web:8080
            default/stranger -> postgis:5432
            default/stranger -> minio:9000
            stranger -> postgis:5432
            stranger -> 41.1.2.3:443
            geocrop-ci/runner -> postgis:5432
            geocrop-ci/runner -> minio:9000
            geocrop-ci/runner-checks -> 10.43.0.1:443
            geocrop-ci/runner-checks -> 10.43.0.1:6443
            geocrop-ci/runner-checks -> postgis:5432
            geocrop-ci/kaniko -> postgis:5432
            geocrop-ci/stranger -> 41.1.2.3:443
            gitea/gitea -> postgis:5432
            gitea/gitea -> 10.43.0.1:443
            gitea/gitea-backup -> minio:9000
            gitea/stranger -> 41.1.2.3:443
            web -> gitea/gitea:3000
            geocrop-ci/runner-checks -> gitea/gitea:3000
            """;

    static Stream<String> wanted() {
        return WANTED.lines();
    }

    static Stream<String> unwanted() {
        return UNWANTED.lines();
    }

    @ParameterizedTest
    @MethodSource("wanted")
    void isAllowed(String flow) {
        assertThat(new NetworkRules(rendered).allows(Flow.of(flow))).as(flow).isTrue();
    }

    @ParameterizedTest
    @MethodSource("unwanted")
    void isRefused(String flow) {
        assertThat(new NetworkRules(rendered).allows(Flow.of(flow))).as(flow).isFalse();
    }

    /** Each policy is needed: without it some wanted flow is refused, or some unwanted one passes. */
    @Test
    void noPolicyIsThereForNothing() {
        for (Manifests of : rendered) {
            for (var policy : of.of("NetworkPolicy")) {
                List<Manifests> without = new ArrayList<>();
                rendered.forEach(it -> without.add(new Manifests(
                        it.all().stream().filter(other -> other != policy).toList())));
                NetworkRules rules = new NetworkRules(without);

                assertThat(wanted().allMatch(it -> rules.allows(Flow.of(it)))
                                && unwanted().noneMatch(it -> rules.allows(Flow.of(it))))
                        .as("without " + Manifests.title(policy) + " nothing changes")
                        .isFalse();
            }
        }
    }
}
