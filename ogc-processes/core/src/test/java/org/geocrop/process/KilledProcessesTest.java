package org.geocrop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.geocrop.error.GeocropException;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import org.geocrop.model.ModelBundle;
import org.geocrop.store.DyingStore;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each process is killed before each of its changes to the store, one run after the other, and run again as its job is: it
 * ends, and the store holds the same bytes as if nothing had happened.
 */
class KilledProcessesTest {

    private static final String JOB = "1f0e3c5a-0000-4000-8000-000000000001";
    private static final String OTHER = "1f0e3c5a-0000-4000-8000-000000000002";

    @TempDir
    static Path scenes;

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    @BeforeAll
    static void make() {
        Farm.make(scenes, made);
    }

    static Stream<Arguments> processes() {
        ObjectNode map = Json.object().put("map", Farm.MAP);
        ObjectNode assess = Json.object().put("map", Farm.REFINED);
        assess.set("samples", Farm.points(150, "1", "3", "4", "5"));
        ObjectNode zones = Json.object().put("raster", Farm.MAP).set("zones", Farm.zones());
        ObjectNode features = Json.object().put("year", 2022).set("locations", Farm.points("maize"));
        return Stream.of(
                Arguments.of("train-model", training("mine"), Map.of()),
                Arguments.of("register-dataset", labels("maize", "grass"), Map.of()),
                Arguments.of("refine-map", map.deepCopy().put("method", "bayes"), Map.of()),
                Arguments.of("compare", Json.object().put("before", Farm.MAP).put("after", Farm.MAP), Map.of()),
                Arguments.of("zonal-statistics", zones, Map.of("statistics", "text/csv")),
                Arguments.of(
                        "zonal-statistics",
                        zones,
                        Map.of("statistics", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
                Arguments.of("extract-features", features, Map.of("features", "application/vnd.apache.parquet")),
                Arguments.of("assess-accuracy", assess, Map.of()),
                Arguments.of(
                        "plan-samples", map.deepCopy().put("samples", 20).put("min_samples_per_class", 2), Map.of()),
                Arguments.of("season-composite", Json.object().put("year", 2022).set("aoi", Farm.area()), Map.of()));
    }

    private static ObjectNode training(String name) {
        ObjectNode inputs = Json.object().put("name", name).put("year", 2022).put("min_observations", 1);
        return inputs.set("samples", Farm.points("maize", "grass"));
    }

    private static ObjectNode labels(String... classes) {
        ObjectNode inputs = Json.object().put("name", "survey").put("version", "1");
        return inputs.set("samples", Farm.points(classes));
    }

    private Path copy(String name) throws IOException {
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(made.relativize(file).toString()));
            }
        }
        return to;
    }

    private static void run(Path store, String job, String process, ObjectNode inputs) {
        try (Farm farm = new Farm(scenes, new FolderStore(store))) {
            farm.run(job, process, inputs, Map.of());
        }
    }

    /** Runs as if the process were killed; tells how many changes it has made. */
    private static int kill(int after, Path store, String process, ObjectNode inputs, Map<String, String> formats) {
        DyingStore dying = new DyingStore(new FolderStore(store), after);
        try (Farm farm = new Farm(scenes, dying)) {
            farm.run(JOB, process, inputs, formats);
        } catch (DyingStore.Killed e) {
            assertThat(dying.changes()).isEqualTo(after);
        }
        return dying.changes();
    }

    @ParameterizedTest
    @MethodSource("processes")
    void whatIsKilledEndsAsIfNothingHadHappened(String process, ObjectNode inputs, Map<String, String> formats)
            throws Exception {
        Path calm = copy("calm");
        int changes = kill(Integer.MAX_VALUE, calm, process, inputs, formats);
        assertThat(changes).isPositive();
        Map<String, String> expected = Farm.contents(calm);
        for (int after = 0; after < changes; after++) {
            Path harmed = copy("harmed-" + after);
            assertThat(kill(after, harmed, process, inputs, formats)).isEqualTo(after);
            try (Farm farm = new Farm(scenes, new FolderStore(harmed))) {
                assertThat(farm.models().list())
                        .as("half a model is no model")
                        .allSatisfy(model ->
                                assertThat(farm.models().load(model.id())).isNotNull());
                farm.run(JOB, process, inputs, formats);
            }
            assertThat(Farm.contents(harmed))
                    .as("killed after %d changes", after)
                    .isEqualTo(expected);
        }
    }

    /** The job of a half-written model or data set never comes back: it was dismissed. */
    @ParameterizedTest
    @MethodSource("processes")
    void whatIsKilledForGoodBlocksNobody(String process, ObjectNode inputs, Map<String, String> formats)
            throws Exception {
        if (!process.equals("train-model") && !process.equals("register-dataset")) {
            return;
        }
        ObjectNode others = inputs.deepCopy();
        others.set("samples", Farm.points("maize", "grass", "sorghum"));
        others.put("version", "1");
        int changes = kill(Integer.MAX_VALUE, copy("calm"), process, inputs.put("version", "1"), formats);
        int won = 0;
        for (int after = 0; after < changes; after++) {
            Path harmed = copy("harmed-" + after);
            kill(after, harmed, process, inputs, formats);
            try (Farm farm = new Farm(scenes, new FolderStore(harmed))) {
                try {
                    farm.check(process, others);
                    farm.run(OTHER, process, others, formats);
                    won++;
                } catch (InvalidRequestException e) {
                    assertThat(e.pointer()).isEqualTo("inputs/version");
                }
                String owner = process.equals("train-model") ? model(farm) : dataset(farm);
                assertThat(owner).as("killed after %d changes", after).isIn(JOB, OTHER);
            }
        }
        assertThat(won).isGreaterThanOrEqualTo(2).isLessThan(changes);
    }

    /** The model is whole and has its own card. */
    private static String model(Farm farm) {
        ModelBundle bundle = farm.models().load("mine@1").bundle();
        assertThat(farm.models().card(bundle)).isPresent();
        assertThat(bundle.classes()).hasSize(JOB.equals(bundle.job()) ? 2 : 3);
        return String.valueOf(bundle.job());
    }

    /** The samples are those that the description tells of. */
    private static String dataset(Farm farm) throws Exception {
        ObjectKey key = new ObjectKey(ObjectKey.DATASETS, "survey/1/dataset.json");
        var description = Json.read(farm.store().get(key, 1 << 20));
        byte[] samples = farm.store().get(key.sibling("samples.geojson"), 1 << 20);
        assertThat(org.geocrop.hash.Sha256.of(samples))
                .isEqualTo(description.path("sha256").asString());
        assertThat(farm.store().list(ObjectKey.DATASETS, "survey/1/"))
                .filteredOn(stat -> stat.key().key().endsWith("samples.geojson"))
                .hasSize(1);
        return description.path("job").asString();
    }

    /** As an installation of commit 7a2e182 left them: files under their plain names, and neither manifest nor owner. */
    @Test
    void namesThatWereHalfWrittenBeforeAreFree() throws Exception {
        Path store = copy("before");
        FolderStore objects = new FolderStore(store);
        for (String file : List.of("rule.txt", "card.json", "card.html")) {
            objects.put(new ObjectKey(ObjectKey.MODELS, "mine/1/" + file), "text/plain", new byte[] {1});
        }
        ObjectKey samples = new ObjectKey(ObjectKey.DATASETS, "survey/1/samples.geojson");
        objects.put(samples, "text/plain", "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        run(store, JOB, "train-model", training("mine").put("version", "1"));
        run(store, OTHER, "register-dataset", labels("maize"));
        try (Farm farm = new Farm(scenes, objects)) {
            assertThat(model(farm)).isEqualTo(JOB);
            assertThat(dataset(farm)).isEqualTo(OTHER);
        }
    }

    @Test
    void namesThatAreTakenAreRefusedBeforeAnyWork() throws Exception {
        Path store = copy("taken");
        run(store, JOB, "train-model", training("mine").put("version", "1"));
        run(store, OTHER, "register-dataset", labels("maize"));
        try (Farm farm = new Farm(scenes, new FolderStore(store))) {
            assertThatThrownBy(() -> farm.check("train-model", training("mine").put("version", "1")))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("inputs/version: there is a model mine@1 already");
            assertThatThrownBy(() -> farm.check("register-dataset", labels("maize")))
                    .hasMessageContaining("inputs/version: there is a data set survey of version 1 already");
            assertThatThrownBy(() -> farm.run("other", "register-dataset", labels("grass"), Map.of()))
                    .isInstanceOf(GeocropException.class);
        }
    }
}
