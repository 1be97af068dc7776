package org.geocrop.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.StoreException;

/** What {@code spark-submit} does, without its scripts: a Java process with Spark's jars that submits the application. */
public final class SparkSubmit {

    private static final String MAIN = "org.apache.spark.deploy.SparkSubmit";
    private static final String APPLICATION = "org.geocrop.batch.RegionApplication";

    /** What Spark asks of Java 17, as its own launcher opens it. */
    private static final List<String> OPENS = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar");

    private static final Pattern STANDALONE = Pattern.compile("spark://([^:/,]+):(\\d{1,5})");
    private static final int CONNECT_MILLISECONDS = 5_000;

    private final Path home;
    private final Path jar;
    private final String master;
    private final List<String> conf;

    /**
     * A way to submit.
     *
     * @param home a Spark distribution: a folder with {@code jars/}
     * @param jar of the application
     * @param master {@code local[n]}, {@code spark://host:port} or {@code k8s://…}
     * @param conf settings of Spark, {@code name=value}
     * @throws InvalidRequestException if one is not there or can't be meant
     */
    public SparkSubmit(Path home, Path jar, String master, List<String> conf) {
        this.home = home;
        this.jar = jar;
        this.master = master;
        this.conf = List.copyOf(conf);
        if (!Files.isDirectory(home.resolve("jars"))) {
            throw new InvalidRequestException(
                    "There is no Spark at " + home + ": a folder with jars/ is needed" + " (GEOCROP_SPARK_HOME)");
        }
        if (!Files.isRegularFile(jar)) {
            throw new InvalidRequestException("There is no application jar at " + jar + " (GEOCROP_SPARK_APPLICATION)");
        }
        if (!master.matches("local(\\[(\\d+|\\*)(,\\d+)?])?|spark://[^\\s]+|k8s://[^\\s]+")) {
            throw new InvalidRequestException(
                    "A Spark master is local[n], spark://host:port or k8s://…, not " + master);
        }
    }

    /**
     * Starts the application.
     *
     * @param arguments of it
     * @param environment besides that of this process
     * @param showsOutput whether what it prints goes where this process' output goes; else the caller reads it
     */
    public Process start(List<String> arguments, Map<String, String> environment, boolean showsOutput)
            throws IOException {
        requireReachable();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        OPENS.forEach(open -> command.add("--add-opens=" + open + "=ALL-UNNAMED"));
        command.add("-Djdk.reflect.useDirectMethodHandle=false");
        command.add("-Dio.netty.tryReflectionSetAccessible=true");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-cp");
        command.add(home.resolve("conf") + File.pathSeparator + home.resolve("jars") + "/*");
        command.add(MAIN);
        command.addAll(List.of("--master", master, "--class", APPLICATION));
        conf.forEach(setting -> command.addAll(List.of("--conf", setting)));
        command.add(jar.toAbsolutePath().toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("SPARK_HOME", home.toAbsolutePath().toString());
        if (showsOutput) {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        }
        return builder.start();
    }

    /** Spark's own client tries for a minute, and then says less. */
    private void requireReachable() {
        Matcher address = STANDALONE.matcher(master);
        if (!address.matches()) {
            return;
        }
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2))), CONNECT_MILLISECONDS);
        } catch (IOException e) {
            throw new StoreException("The Spark cluster at " + master + " can't be reached: " + e.getMessage(), e);
        }
    }
}
