package org.geocrop.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.Until;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.hash.Sha256;
import org.geocrop.model.Ensemble;
import org.geocrop.pipeline.Progress;
import org.geocrop.region.PlainMap;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionPlanner;
import org.geocrop.region.RegionProgress;
import org.geocrop.region.SampleRegion;
import org.geocrop.region.publish.PublishedRegion;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The application's jar on a real cluster, and what happens when parts of it are killed. */
@Tag("spark")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SparkClusterIT {

    private static final Duration RUN = Duration.ofMinutes(4);
    private static final Path JAR = Path.of("target", "geocrop-batch.jar").toAbsolutePath();
    private static final Pattern BEFORE = Pattern.compile("(\\d+) of (\\d+) units were done before");

    @TempDir
    static Path scenes;

    @TempDir
    static Path models;

    /** Stays, for benchmarks/spark_scaling.py. */
    private static final Path LOGS = Path.of("target", "spark-cluster").toAbsolutePath();

    private static SampleRegion sample;
    private static SparkCluster cluster;
    /** SHA-256 of each raster of each tile, as the plain pipeline makes it. */
    private static Map<String, String> plain;

    @TempDir
    Path folder;

    @BeforeAll
    static void begin() throws Exception {
        Optional<Path> spark = SparkCluster.distribution();
        if (spark.isEmpty()) {
            System.err.println("NOTE: there is no Spark distribution in .build/spark: a real cluster is NOT tested.");
        }
        assumeTrue(spark.isPresent(), "tools/spark has brought no Spark");
        sample = new SampleRegion(scenes, 1000).write();
        SampleModel.train(scenes.resolve("36"), new FolderStore(models));
        cluster = new SparkCluster(spark.orElseThrow(), Files.createDirectories(LOGS), 2);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private record Planned(Path folder, ObjectStore store, Ensemble model, RegionPlan plan) {

        List<String> arguments() {
            return List.of(folder.toString(), "country", plan.request().label());
        }

        RegionProgress progress() {
            return RegionProgress.of(store, plan);
        }

        Map<String, String> rasters() {
            Map<String, String> hashes = new TreeMap<>();
            for (PublishedRegion.Tile tile : PublishedRegion.list(store).get(0).tiles()) {
                add(hashes, tile.id(), tile.result());
            }
            return hashes;
        }

        private void add(Map<String, String> hashes, String tile, String result) {
            for (String raster : ResultFiles.RASTERS) {
                hashes.put(tile + "/" + raster, Sha256.of(store.get(ResultFiles.raster(result, raster), 1 << 28)));
            }
        }
    }

    private Planned plan(String name) throws IOException {
        Path at = Files.createDirectories(folder.resolve(name));
        SampleModel.copy(models, at);
        ObjectStore store = new FolderStore(at);
        Ensemble model = SampleModel.load(store);
        RegionPlan plan = new RegionPlanner(store)
                .plan(
                        sample.request("country", model.bundle().id(), model.sha256(), 256),
                        sample.shape(),
                        sample.imagery(),
                        Progress.NONE);
        return new Planned(at, store, model, plan);
    }

    private static Map<String, String> plain(Planned planned) {
        if (plain == null) {
            Map<String, String> hashes = new TreeMap<>();
            for (RegionPlan.PlannedTile tile : planned.plan.tiles()) {
                String job = "plain-" + tile.tile().id();
                PlainMap.run(planned.store, planned.plan, planned.model, tile.tile(), job, 2);
                planned.add(hashes, tile.tile().id(), job);
            }
            plain = hashes;
        }
        return plain;
    }

    private static String runs(String log, Process process) throws Exception {
        boolean ended = process.waitFor(RUN.toSeconds(), TimeUnit.SECONDS);
        String said = Files.readString(cluster.log(log));
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static double shareDoneBefore(String said) {
        Matcher before = BEFORE.matcher(said);
        assertThat(before.find()).as(said).isTrue();
        double share = Double.parseDouble(before.group(1)) / Double.parseDouble(before.group(2));
        System.out.printf("Spark: %s%n", before.group());
        return share;
    }

    private static void wait(Planned planned, int units) throws Exception {
        Until.value("Units that are done", RUN, () -> planned.progress().unitsDone(), done -> done >= units);
    }

    @Test
    @Order(1)
    void theClusterMakesTheSameBytesAsOneMachineAndThePlainPipeline() throws Exception {
        Planned onCluster = plan("cluster");
        assertThat(onCluster.plan.units()).isGreaterThanOrEqualTo(16);
        assertThat(onCluster.plan.tiles())
                .extracting(t -> t.tile().grid().epsg())
                .contains(32735, 32736);
        String said = runs("cluster", cluster.submit("cluster", cluster.url(), JAR, onCluster.arguments()));
        said.lines()
                .filter(line -> line.startsWith("Worked out"))
                .forEach(line -> System.out.println("Spark, two executors of a core: " + line));
        assertThat(onCluster.progress().isPublished()).isTrue();
        Map<String, String> made = onCluster.rasters();
        long begun = System.nanoTime();
        plain(onCluster);
        System.out.printf("The plain pipeline, two threads: %.1f s%n", (System.nanoTime() - begun) / 1e9);
        assertThat(made).isEqualTo(plain(onCluster));
        for (String master : List.of("local[1]", "local[2]")) {
            Planned local = plan(master.replaceAll("\\W", ""));
            runs(master, cluster.submit(master, master, JAR, local.arguments()));
            assertThat(local.rasters()).as(master).isEqualTo(made);
        }
    }

    @Test
    @Order(2)
    void anExecutorThatIsKilledCostsOnlyItsUnit() throws Exception {
        Planned planned = plan("executor");
        Process run = cluster.submit("executor", cluster.url(), JAR, planned.arguments());
        wait(planned, 2);
        kill(cluster.executors().get(0));
        runs("executor", run);
        assertThat(planned.rasters()).isEqualTo(plain(planned));
    }

    @Test
    @Order(3)
    void aDriverThatIsKilledIsTakenUp() throws Exception {
        Planned planned = plan("driver");
        Process run = cluster.submit("driver", cluster.url(), JAR, planned.arguments());
        wait(planned, 4);
        kill(run.toHandle());
        assertThat(PublishedRegion.list(planned.store)).isEmpty();
        Until.value("Executors of the dead driver", RUN, cluster::executors, List::isEmpty);
        String said = runs("driver-again", cluster.submit("driver-again", cluster.url(), JAR, planned.arguments()));
        assertThat(shareDoneBefore(said)).isGreaterThanOrEqualTo(4.0 / planned.plan.units());
        assertThat(planned.rasters()).isEqualTo(plain(planned));
    }

    @Test
    @Order(4)
    void aWorkerThatIsKilledLeavesItsUnitsToTheOther() throws Exception {
        Planned planned = plan("worker");
        Process run = cluster.submit("worker", cluster.url(), JAR, planned.arguments());
        wait(planned, 2);
        kill(cluster.worker(1).toHandle());
        runs("worker", run);
        assertThat(planned.rasters()).isEqualTo(plain(planned));
    }

    /** As SIGKILL. */
    private static void kill(ProcessHandle process) throws Exception {
        assertThat(process.destroyForcibly()).isTrue();
        Until.value("A killed process lives", RUN, process::isAlive, alive -> !alive);
    }
}
