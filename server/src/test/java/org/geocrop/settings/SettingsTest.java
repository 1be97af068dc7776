package org.geocrop.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** Names and defaults of all settings, as application.yml gives them. */
class SettingsTest {

    @EnableConfigurationProperties(Settings.class)
    static class Bound {}

    private static Settings bind(String... arguments) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Bound.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(arguments)) {
            return context.getBean(Settings.class);
        }
    }

    @Test
    void defaults() {
        Settings settings = bind();
        assertThat(settings.data()).isEqualTo(Path.of("geocrop-data"));
        assertThat(settings.drain()).isZero();
        assertThat(settings.sample()).isEqualTo(new Settings.Sample(true, 512, 2022));
        assertThat(settings.catalogues()).singleElement().satisfies(catalogue -> {
            assertThat(catalogue.name()).isEqualTo("digital-earth-africa");
            assertThat(catalogue.url()).hasToString("https://explorer.digitalearth.africa/stac");
            assertThat(catalogue.collections()).isEqualTo(List.of("s2_l2a"));
        });
        assertThat(settings.corsOrigins()).isEmpty();
        assertThat(settings.buckets()).containsOnlyKeys("deafrica-sentinel-2", "deafrica-sentinel-2-l2a-c1");
        assertThat(settings.limits())
                .isEqualTo(new Settings.Limits(
                        2500,
                        400,
                        2000,
                        1_000_000_000,
                        200_000,
                        1_048_576,
                        268_435_456L,
                        50,
                        200,
                        50,
                        Duration.ofHours(6),
                        Duration.ofSeconds(60),
                        8_388_608));
        assertThat(settings.identity())
                .isEqualTo(new Settings.Identity("", "", "geocrop", "roles", "groups", List.of(), false));
        assertThat(settings.signIn())
                .isEqualTo(new Settings.SignIn("", "", "openid profile", Duration.ofHours(12), Duration.ofMinutes(5)));
        assertThat(settings.keys()).isEqualTo(new Settings.Keys(Duration.ofDays(365), 50));
        assertThat(settings.audit()).isEqualTo(new Settings.Audit("", Duration.ofDays(365), 60));
        assertThat(settings.outbound())
                .isEqualTo(new Settings.Outbound(false, true, 8_388_608, Duration.ofSeconds(30)));
        assertThat(settings.callbacks()).isEqualTo(new Settings.Callbacks("", 10, Duration.ofSeconds(2)));
        assertThat(settings.mlflow()).isEqualTo(new Settings.Mlflow("", "geocrop", Duration.ofSeconds(10)));
        assertThat(settings.retention())
                .isEqualTo(new Settings.Retention(
                        Duration.ZERO, Duration.ofDays(7), Duration.ofHours(24), Duration.ofMinutes(10)));
        assertThat(settings.service())
                .isEqualTo(new Settings.Service(
                        "GeoCrop",
                        "Crop-type maps from Sentinel-2 time series.",
                        "GeoCrop",
                        "",
                        "",
                        "",
                        "none",
                        "none"));
        assertThat(settings.maps())
                .isEqualTo(new Settings.Maps(
                        16_777_216,
                        8192,
                        20,
                        65_536,
                        100,
                        2000,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60),
                        Settings.EmptyTiles.TRANSPARENT,
                        Duration.ofMillis(800)));
        assertThat(settings.engine()).isEqualTo(new Settings.Engine(1, 2, 3, 0, 256, 128, 48, true, 0, 4096));
        assertThat(settings.spark()).isEqualTo(new Settings.Spark("local[*]", "", "", List.of()));
        assertThat(settings.readiness())
                .isEqualTo(new Settings.Readiness(Duration.ofSeconds(5), Duration.ofSeconds(3)));
        assertThat(settings.platform().services())
                .containsOnlyKeys("GeoServer", "MLflow", "JupyterLab", "Argo CD", "Gitea");
        assertThat(settings.platform().addresses()).isEmpty();
        assertThat(settings.platform().interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.platform().timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.platform().places()).isEmpty();
        assertThat(settings.s3().isConfigured()).isFalse();
        assertThat(settings.database().isConfigured()).isFalse();
        assertThat(settings.database().user()).isEqualTo("geocrop");
        assertThat(settings.s3().createBuckets()).isTrue();
    }

    @Test
    void environmentVariables() {
        Settings settings = bind("--GEOCROP_MAX_AREA_KM2=9", "--GEOCROP_SYNC_WAIT=5s");
        assertThat(settings.limits().areaKm2()).isEqualTo(9);
        assertThat(settings.limits().syncWait()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void anObjectStoreServerIsFoundByItsEndpoint() {
        S3Options s3 = bind(
                        "--GEOCROP_S3_ENDPOINT=https://minio.example.org:9000",
                        "--GEOCROP_S3_ACCESS_KEY=a",
                        "--GEOCROP_S3_SECRET_KEY=s")
                .s3();
        assertThat(s3.isConfigured()).isTrue();
        assertThat(s3.connection().endpoint()).hasToString("https://minio.example.org:9000");
        assertThat(s3.connection().region()).isEqualTo("us-east-1");
        assertThat(s3.connection().credentialsFile()).isNull();
        assertThat(s3.toString()).doesNotContain("=s");
    }

    @Test
    void servicesOfThePlatformHaveAddresses() {
        String console = "--geocrop.platform.services.[Object store]=https://minio.example.org";
        assertThat(bind("--GEOCROP_GITEA_URL=https://git.example.org", console)
                        .platform()
                        .addresses())
                .containsExactly(
                        Map.entry("Gitea", "https://git.example.org"),
                        Map.entry("Object store", "https://minio.example.org"));
        assertThatThrownBy(() -> bind("--GEOCROP_GITEA_URL=javascript:alert(1)"))
                .hasStackTraceContaining("Gitea is not at an http or https address");
    }

    @Test
    void anUnknownSettingIsAnError() {
        assertThatThrownBy(() -> bind("--geocrop.limits.area=9")).hasStackTraceContaining("geocrop.limits.area");
    }
}
