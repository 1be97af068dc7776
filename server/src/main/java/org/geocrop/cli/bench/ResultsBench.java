package org.geocrop.cli.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.jdbc.Database;
import org.geocrop.jdbc.JdbcJobStore;
import org.geocrop.job.Job;
import org.geocrop.job.JobStore;
import org.geocrop.job.NewJob;
import org.geocrop.model.CropClass;
import org.geocrop.pipeline.Profiles;
import org.geocrop.pipeline.ResultWriter;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.geocrop.process.season.ClassifyCrops;
import org.geocrop.store.FolderStore;
import org.geocrop.store.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Many small maps side by side, as jobs that have ended: what a server has after years. {@code make bench-tiles} uses it. */
@Command(name = "bench-results", hidden = true, mixinStandardHelpOptions = true)
public final class ResultsBench implements Callable<Integer> {

    private static final int SIZE = 256;
    private static final int FIELD = 16;
    private static final int ACROSS = 50;
    private static final int EPSG = 32736;
    private static final double EAST = 250_000;
    private static final double NORTH = 8_100_000;
    private static final int FIRST_YEAR = 2017;
    private static final int YEARS = 8;
    private static final List<CropClass> CLASSES = List.of(
            new CropClass(1, "maize", "#f2d13c"),
            new CropClass(2, "soya", "#4caf50"),
            new CropClass(3, "tobacco", "#8c5a2b"));

    @Option(names = "--data", required = true, description = "The data folder of a server that does not run")
    Path data;

    @Option(names = "--count", defaultValue = "2000", description = "Maps (default: ${DEFAULT-VALUE})")
    int count;

    @Option(names = "--owner", defaultValue = "local", description = "Whose they are (default: ${DEFAULT-VALUE})")
    String owner;

    @Option(names = "--database-url", description = "PostgreSQL instead of the data folder's own")
    String url = "";

    @Option(names = "--database-user", defaultValue = "geocrop")
    String user;

    @Option(names = "--database-password", defaultValue = "")
    String password;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        ObjectStore store = new FolderStore(data.resolve("store"));
        Duration lifetime = Duration.ofMinutes(30);
        try (Database database =
                url.isEmpty() ? Database.embedded(data, lifetime) : Database.postgres(url, user, password, lifetime)) {
            JobStore jobs = new JdbcJobStore(database);
            for (int i = 0; i < count; i++) {
                write(jobs, store, i);
            }
        }
        spec.commandLine().getOut().println(count + " maps in " + data);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void write(JobStore jobs, ObjectStore store, int number) {
        PixelGrid grid = new PixelGrid(
                EPSG,
                EAST + number % ACROSS * SIZE * 10.0,
                NORTH - number / ACROSS % ACROSS * SIZE * 10.0,
                10,
                10,
                SIZE,
                SIZE);
        double[] b = grid.lonLatBounds();
        Job job = jobs.accept(new NewJob(
                        owner, ClassifyCrops.ID, Lane.MAP, "{}", ExecuteRequest.Subscriber.NOBODY, "", b, null))
                .job();
        int attempt = jobs.start(job.id()).orElseThrow().attempt();
        try (ResultWriter writer = new ResultWriter(store, job.id(), ClassifyCrops.ID)) {
            writer.raster(ResultFiles.CROP_TYPE, grid, Profiles.of(ResultFiles.CROP_TYPE, CLASSES))
                    .write(grid.window(), classes(number));
            Coverage coverage = new Coverage(
                    grid,
                    b,
                    SeasonCalendar.ZIMBABWE_SUMMER.season(FIRST_YEAR + number % YEARS),
                    "zimbabwe-sample@1",
                    CLASSES);
            writer.publish(
                    Map.of(),
                    new ResultWriter.Place(
                            coverage, Aoi.bbox(b[0], b[1], b[2], b[3]).geometry()));
        }
        jobs.succeed(job.id(), attempt, "Done");
    }

    /** Fields of one class each, in all pixels. */
    private static int[] classes(int number) {
        Random random = new Random(number);
        int[] fields = new int[(SIZE / FIELD) * (SIZE / FIELD)];
        Arrays.setAll(fields, i -> 1 + random.nextInt(CLASSES.size()));
        int[] classes = new int[SIZE * SIZE];
        Arrays.setAll(classes, i -> fields[i / SIZE / FIELD * (SIZE / FIELD) + i % SIZE / FIELD]);
        return classes;
    }
}
