package org.geocrop.cli.region;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geocrop.region.RegionPlan;
import org.geocrop.spark.SparkSubmit;
import org.geocrop.store.ObjectStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description =
                "Runs a planned region as an application of Apache Spark, and publishes it. What an earlier run has"
                        + " done is not done again.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  geocrop region run --store data --name zimbabwe --label 2022-2023 --master spark://master:7077"
        })
final class RegionRunCommand implements Callable<Integer> {

    @Mixin
    RegionOptions region;

    @Option(
            names = "--master",
            defaultValue = "${env:GEOCROP_SPARK_MASTER:-local[*]}",
            description = "local[n], spark://host:port or k8s://… (default: ${DEFAULT-VALUE})")
    String master;

    @Option(
            names = "--spark-home",
            defaultValue = "${env:GEOCROP_SPARK_HOME:-batch/target/spark}",
            description = "A Spark distribution: a folder with jars/ (default: ${DEFAULT-VALUE})")
    Path sparkHome;

    @Option(
            names = "--application",
            defaultValue = "${env:GEOCROP_SPARK_APPLICATION:-batch/target/geocrop-batch.jar}",
            description = "The jar of the application (default: ${DEFAULT-VALUE})")
    Path application;

    @Option(names = "--conf", paramLabel = "NAME=VALUE", description = "Settings of Spark")
    List<String> conf = List.of();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectStore objects = region.store.open();
        RegionPlan plan = region.plan(objects);
        SparkSubmit submit = new SparkSubmit(sparkHome, application, master, conf);
        Process child = submit.start(List.of(region.store.absolute(), region.name, region.label), Map.of(), true);
        Runtime.getRuntime().addShutdownHook(new Thread(child::destroy));
        int code = child.waitFor();
        if (code == 0) {
            spec.commandLine().getOut().println("Published " + plan.files());
            spec.commandLine().getOut().flush();
        }
        return code == 0 ? 0 : 1;
    }
}
