package org.geocrop.batch;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.geocrop.error.GeocropException;

/**
 * The application that {@code spark-submit} starts: {@code RegionApplication <store> <region> <season>} runs a region that
 * is planned. Exit codes: 0 done, 1 failed for a reason that the last line names, 2 wrong usage.
 */
public final class RegionApplication {

    private RegionApplication() {}

    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("Usage: RegionApplication <store> <region> <season>");
            System.exit(2);
        }
        int code = 0;
        try {
            run(new RegionJob(args[0], args[1], args[2]), new SparkConf());
        } catch (GeocropException | IllegalArgumentException e) {
            System.err.println("geocrop: " + e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    /** Runs a region with what is set of Spark, and GeoCrop's own defaults for the rest. */
    static void run(RegionJob job, SparkConf conf) {
        conf.setIfMissing("spark.app.name", "GeoCrop " + job.files());
        // A tile that can be written shares the cores with the units of later tiles.
        conf.setIfMissing("spark.scheduler.mode", "FAIR");
        conf.setIfMissing("spark.locality.wait", "500ms");
        // A killed task ends: its thread is interrupted.
        conf.setIfMissing("spark.job.interruptOnCancel", "true");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.setIfMissing("spark.log.level", "WARN");
        if (conf.get("spark.master", "").startsWith("local")) {
            // Nobody else has to reach it.
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
            conf.setIfMissing("spark.ui.enabled", "false");
        }
        conf.set("spark.extraListeners", Executors.class.getName());
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            new RegionRun(spark, job, System.out).toItsEnd();
        } finally {
            Workshop.close();
        }
    }
}
