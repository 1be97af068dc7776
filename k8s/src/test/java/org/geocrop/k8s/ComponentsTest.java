package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an overlay may list to open the platform, and that it opens no more. */
class ComponentsTest {

    private static NetworkRules opened() throws Exception {
        return new NetworkRules(List.of(Manifests.render("src/test/kustomize/opened")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "monitoring/prometheus-server -> web:8081",
                "monitoring/prometheus-server -> worker:8081",
                "monitoring/prometheus-server -> minio:9000",
                "web -> monitoring/collector:4318",
                "worker -> monitoring/collector:4318",
                "web -> 192.168.1.9:443",
                "worker -> 192.168.1.9:9000",
                "minio-backup -> 192.168.1.9:9000",
                "minio-restore -> 192.168.1.9:9000"
            })
    void isOpened(String flow) throws Exception {
        assertThat(opened().allows(Flow.of(flow))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "monitoring/prometheus-server -> postgis:5432",
                "monitoring/prometheus-server -> web:8080",
                "monitoring/prometheus-server -> minio:9001",
                "monitoring/prometheus-server -> jupyterlab:8888",
                "other/prometheus-server -> web:8081",
                "web -> 192.168.1.9:5432",
                "web -> 192.168.2.9:443",
                "jupyterlab -> 192.168.1.9:443",
                "postgis -> 192.168.1.9:443",
                "192.168.1.9 -> web:8081"
            })
    void staysShut(String flow) throws Exception {
        assertThat(opened().allows(Flow.of(flow))).isFalse();
    }

    /** Servers send traces to the collector that comes with the alerts, and Prometheus reads these. */
    @Test
    void productionIsWatched() throws Exception {
        Manifests production = Manifests.render("overlays/production");

        assertThat(production.of("ConfigMap"))
                .filteredOn(it -> Manifests.name(it).startsWith("geocrop-"))
                .singleElement()
                .satisfies(it -> assertThat(Manifests.text(
                                Manifests.object(it, "data"), "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT"))
                        .isEqualTo("http://collector:4318/v1/traces"));
        assertThat(production.of("ConfigMap"))
                .filteredOn(it -> Manifests.name(it).startsWith("prometheus-"))
                .singleElement()
                .satisfies(it -> assertThat(Manifests.object(it, "data").keySet())
                        .containsExactlyInAnyOrder("prometheus.yml", "alerts.yml"));
    }
}
