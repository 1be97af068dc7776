package org.geocrop.batch;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.geocrop.boosting.Loaders;
import org.geocrop.error.DismissedException;
import org.geocrop.model.ModelStore;
import org.geocrop.raster.TileCache;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionProgress;
import org.geocrop.region.RegionProgress.Open.OpenTile;
import org.geocrop.region.publish.RegionPublisher;
import org.geocrop.store.ObjectStore;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/**
 * Runs what is left of a region: for each tile a Spark job of its units, then one that writes it. Tiles are in flight as
 * many as keep all cores busy; those that can be written share the cores with the units of later ones.
 */
final class RegionRun {

    private static final int TELL_EVERY_SECONDS = 2;
    private static final int TASKS_A_CORE = 3;
    private static final long OVERVIEW_CACHE = 256L << 20;

    private final JavaSparkContext spark;
    private final RegionJob job;
    private final ObjectStore store;
    private final RegionPlan plan;
    private final PrintStream out;

    RegionRun(JavaSparkContext spark, RegionJob job, PrintStream out) {
        this.spark = spark;
        this.job = job;
        this.store = job.open();
        this.plan = RegionPlan.read(store, job.files());
        this.out = out;
    }

    /** Runs it to its end and publishes it; the first fault ends all. */
    void toItsEnd() {
        List<OpenTile> open = RegionProgress.Open.of(store, plan).tiles();
        int left = open.stream().mapToInt(tile -> tile.units().size()).sum();
        out.println("Region " + job.files() + ": " + (plan.units() - left) + " of " + plan.units()
                + " units were done before");
        long begun = System.nanoTime();
        if (!open.isEmpty()) {
            work(open);
            out.printf(
                    "Worked out %d units and wrote %d tiles in %.1f s%n",
                    left, open.size(), (System.nanoTime() - begun) / 1e9);
        }
        new RegionPublisher(store, new TileCache(OVERVIEW_CACHE))
                .publish(
                        plan,
                        new ModelStore(store, Loaders.all())
                                .describe(plan.request().model())
                                .classes());
        tell();
    }

    private void work(List<OpenTile> open) {
        int units = open.stream().mapToInt(tile -> tile.units().size()).sum();
        int aTile = Math.max(1, units / open.size());
        int inFlight = Math.max(2, TASKS_A_CORE * spark.defaultParallelism() / aTile);
        ExecutorService tiles = java.util.concurrent.Executors.newFixedThreadPool(Math.min(open.size(), inFlight));
        ExecutorCompletionService<String> done = new ExecutorCompletionService<>(tiles);
        try {
            for (int i = 0; i < open.size(); i++) {
                int number = i;
                done.submit(() -> tile(number, open.get(number)));
            }
            for (int i = 0; i < open.size(); ) {
                Future<String> finished = done.poll(TELL_EVERY_SECONDS, TimeUnit.SECONDS);
                if (finished != null) {
                    finished.get();
                    i++;
                }
                tell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("The run was interrupted", e);
        } catch (ExecutionException e) {
            throw Faults.of(e);
        } finally {
            tiles.shutdownNow();
            spark.cancelAllJobs();
        }
    }

    /** One tile; the result's id. */
    private String tile(int number, OpenTile tile) throws SparkException {
        List<UnitTask> units = new ArrayList<>();
        tile.units().forEach(unit -> units.add(new UnitTask(job, tile.id(), unit)));
        if (!units.isEmpty()) {
            pool("units", "Units of " + tile.id());
            parallel(units, number, UnitTask.class).foreach(UnitTask::run);
        }
        pool("tiles", "Writing " + tile.id());
        TileTask write = new TileTask(job, tile.id());
        return parallel(List.of(write), number, TileTask.class)
                .map(TileTask::run)
                .first();
    }

    private void pool(String name, String description) {
        spark.setLocalProperty("spark.scheduler.pool", name);
        spark.setLocalProperty("spark.job.description", description);
    }

    /** A partition, and so a task, of each. */
    private <T> JavaRDD<T> parallel(List<T> tasks, int tile, Class<T> type) {
        Seq<String> places =
                CollectionConverters.asScala(Executors.preferred(tile)).toSeq();
        List<Tuple2<T, Seq<String>>> placed = new ArrayList<>();
        tasks.forEach(task -> placed.add(new Tuple2<>(task, places)));
        ClassTag<T> tag = scala.reflect.ClassTag$.MODULE$.apply(type);
        return JavaRDD.fromRDD(
                spark.sc().makeRDD(CollectionConverters.asScala(placed).toSeq(), tag), tag);
    }

    private void tell() {
        RegionProgress progress = RegionProgress.of(store, plan);
        out.printf(
                "Units %d of %d, tiles %d of %d%s%n",
                progress.unitsDone(),
                progress.units(),
                progress.tilesDone(),
                progress.tiles(),
                progress.isPublished() ? ", published" : "");
    }
}
