package org.geocrop.geoserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.geocrop.job.Job;
import org.junit.jupiter.api.Test;

class PluginSettingsTest {

    private static PluginSettings read(String... pairs) {
        Properties properties = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.setProperty(pairs[i], pairs[i + 1]);
        }
        return PluginSettings.read(
                properties, Path.of("/data/geocrop"), value -> value.replace("${SECRET}", "from the environment"));
    }

    @Test
    void defaults() {
        PluginSettings settings = read("catalogue.a", "https://a.example.org/stac");
        assertThat(settings.folder()).isEqualTo(Path.of("/data/geocrop/store"));
        assertThat(settings.rights().run()).containsExactly("ROLE_AUTHENTICATED");
        assertThat(settings.rights().admin()).containsExactly("ROLE_ADMINISTRATOR");
        assertThat(settings.rights().sharing()).isEqualTo(Job.Sharing.PRIVATE);
        assertThat(settings.retention()).isZero();
        assertThat(settings.maxAreaKm2()).isEqualTo(2500);
        assertThat(settings.tilerConfig()).isNull();
    }

    @Test
    void secretsComeFromTheEnvironmentAndAreNotShown() {
        PluginSettings settings =
                read("s3.endpoint", "http://minio:9000", "s3.access-key", "geocrop", "s3.secret-key", "${SECRET}");
        assertThat(settings.secretKey()).isEqualTo("from the environment");
        assertThat(settings.toString()).doesNotContain("environment");
    }

    @Test
    void theDefaultCatalogueIsFirst() {
        assertThat(read("catalogue.a", "https://a", "catalogue.b", "https://b", "default-catalogue", "b")
                        .catalogues()
                        .keySet())
                .containsExactly("b", "a");
        assertThatThrownBy(() -> read("catalogue.a", "https://a", "default-catalogue", "c"))
                .hasMessageContaining("no catalogue.c");
    }

    @Test
    void whatItDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> read("s3.endpont", "http://x")).hasMessageContaining("s3.endpont");
        assertThatThrownBy(() -> read("limits.scenes", "many")).hasMessageContaining("limits.scenes");
        assertThatThrownBy(() -> read("limits.scenes", "0")).hasMessageContaining("from 1");
        assertThatThrownBy(() -> read("sharing", "all")).hasMessageContaining("private, shared or public");
        assertThatThrownBy(() -> read("retention-days", "-1")).hasMessageContaining("retention-days");
        assertThatThrownBy(() -> read("s3.public-endpoint", "https://x")).hasMessageContaining("s3.endpoint");
        assertThatThrownBy(() -> read("layers", "s3")).hasMessageContaining("layers");
    }

    @Test
    void rolesAndRetentionAreRead() {
        PluginSettings settings = read(
                "roles.run", "ANALYST, OFFICER", "roles.admin", "GIS", "sharing", "shared", "retention-days", "30");
        assertThat(settings.rights().run()).containsExactlyInAnyOrder("ANALYST", "OFFICER");
        assertThat(settings.rights().admin()).containsExactly("GIS");
        assertThat(settings.rights().sharing()).isEqualTo(Job.Sharing.SHARED);
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(30));
    }
}
