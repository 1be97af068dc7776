package org.geocrop.geoserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.geocrop.geoserver.PluginSettings.LayerSource;
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
        assertThat(settings.layers()).isEqualTo(LayerSource.FILE);
        assertThat(settings.maxAreaKm2()).isEqualTo(2500);
        assertThat(settings.tilerConfig()).isNull();
    }

    @Test
    void secretsComeFromTheEnvironmentAndAreNotShown() {
        PluginSettings settings =
                read("s3.endpoint", "http://minio:9000", "s3.access-key", "geocrop", "s3.secret-key", "${SECRET}");
        assertThat(settings.secretKey()).isEqualTo("from the environment");
        assertThat(settings.layers()).isEqualTo(LayerSource.S3);
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
        assertThatThrownBy(() -> read("limits.scenes", "0")).hasMessageContaining("above 0");
        assertThatThrownBy(() -> read("layers", "ftp")).hasMessageContaining("layers");
        assertThatThrownBy(() -> read("layers", "s3")).hasMessageContaining("s3.endpoint");
        assertThatThrownBy(() -> read("layers", "http")).hasMessageContaining("results-url");
    }
}
