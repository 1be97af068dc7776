package org.geocrop.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.geocrop.model.Ensemble;
import org.geocrop.pipeline.Progress;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionPlanner;
import org.geocrop.region.RegionProgress;
import org.geocrop.region.SampleRegion;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an executor keeps after 4 units and after 64: its memory does not grow with the region. */
@Tag("spark")
@Tag("soak")
class SparkMemoryIT {

    private static final Duration RUN = Duration.ofMinutes(15);
    private static final Path JAR = Path.of("target", "geocrop-batch.jar").toAbsolutePath();
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final int FEW = 4;
    private static final int MANY = 64;
    /** Of what it keeps, decoded tiles within their share of the heap among it. */
    private static final double GROWTH = 1.1;

    @TempDir
    Path folder;

    @Test
    void anExecutorKeepsNoMoreAfterManyUnits() throws Exception {
        Optional<Path> spark = SparkCluster.distribution();
        assumeTrue(spark.isPresent(), "SKIPPED: tools/spark has brought no Spark");
        Path scenes = Files.createDirectories(folder.resolve("scenes"));
        Path data = Files.createDirectories(folder.resolve("store"));
        SampleRegion sample = new SampleRegion(scenes, 1500).write();
        ObjectStore store = new FolderStore(data);
        SampleModel.train(scenes.resolve("36"), store);
        Ensemble model = SampleModel.load(store);
        RegionPlan plan = new RegionPlanner(store)
                .plan(
                        sample.request("country", model.bundle().id(), model.sha256(), 256),
                        sample.shape(),
                        sample.imagery(),
                        Progress.NONE);
        assertThat(plan.units()).isGreaterThanOrEqualTo(MANY);
        Path logs = Files.createDirectories(Path.of("target", "spark-memory").toAbsolutePath());
        try (SparkCluster cluster = new SparkCluster(spark.orElseThrow(), logs, 1)) {
            Process run = cluster.submit(
                    "memory",
                    cluster.url(),
                    JAR,
                    List.of(data.toString(), "country", plan.request().label()));
            wait(store, plan, FEW);
            long few = kept(cluster.executors().get(0));
            wait(store, plan, MANY);
            long many = kept(cluster.executors().get(0));
            System.out.printf(
                    "Spark: an executor keeps %.1f MB after %d units, %.1f MB after %d%n",
                    few / 1e6, FEW, many / 1e6, MANY);
            assertThat(run.waitFor(RUN.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue())
                    .as(Files.readString(cluster.log("memory")))
                    .isZero();
            assertThat((double) many).isLessThan(few * GROWTH);
        }
    }

    private static void wait(ObjectStore store, RegionPlan plan, int units) throws Exception {
        Until.value("Units", RUN, () -> RegionProgress.of(store, plan).unitsDone(), done -> done >= units);
    }

    /** Bytes of what can be reached, after a full collection. */
    private static long kept(ProcessHandle executor) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Programs.Outcome outcome = Programs.run(Map.of(), jcmd, Long.toString(executor.pid()), "GC.class_histogram");
        Matcher total = TOTAL.matcher(outcome.output());
        assertThat(total.find()).as(outcome.output()).isTrue();
        return Long.parseLong(total.group(1));
    }
}
