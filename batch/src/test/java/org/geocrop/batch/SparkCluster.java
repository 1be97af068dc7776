package org.geocrop.batch;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geocrop.Until;

/** A standalone cluster of Spark on the loopback address: a master and workers of one core each, as processes. */
final class SparkCluster implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Path home;
    private final Path logs;
    private final int port;
    private final int page;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();

    SparkCluster(Path home, Path logs, int count) throws Exception {
        this.home = home;
        this.logs = logs;
        this.port = freePort();
        this.page = freePort();
        this.master = start(
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "--webui-port",
                "" + page);
        for (int i = 0; i < count; i++) {
            addWorker();
        }
        Until.value("Workers of the cluster", START, this::aliveWorkers, alive -> alive == count);
    }

    /** The distribution that tools/spark has brought; empty if it has not. */
    static Optional<Path> distribution() throws IOException {
        Path all = Path.of("..", ".build", "spark").toAbsolutePath().normalize();
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (var folders = Files.list(all)) {
            return folders.filter(folder -> Files.isExecutable(folder.resolve("bin/spark-class")))
                    .findFirst();
        }
    }

    String url() {
        return "spark://127.0.0.1:" + port;
    }

    void addWorker() throws IOException {
        workers.add(start(
                "worker-" + workers.size(),
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                logs.resolve("work").toString(),
                url()));
    }

    /** Starts the application, which writes into a log. */
    Process submit(String log, String master, Path jar, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/spark-submit").toString(),
                "--master",
                master,
                "--driver-memory",
                "768m",
                "--conf",
                "spark.executor.memory=768m",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.eventLog.enabled=true",
                "--conf",
                "spark.eventLog.compress=false",
                "--conf",
                "spark.eventLog.rolling.enabled=false",
                "--conf",
                "spark.eventLog.dir="
                        + Files.createDirectories(logs.resolve("events")).toUri(),
                "--class",
                "org.geocrop.batch.RegionApplication",
                jar.toString()));
        command.addAll(arguments);
        return start(log, command);
    }

    /** Executors that run, each the child of its worker. */
    List<ProcessHandle> executors() {
        return workers.stream()
                .filter(Process::isAlive)
                .flatMap(worker -> worker.toHandle().children())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    Process worker(int number) {
        return workers.get(number);
    }

    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    private int aliveWorkers() {
        try {
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page + "/json/"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            String body = HttpClient.newHttpClient()
                    .send(ask, HttpResponse.BodyHandlers.ofString())
                    .body();
            return body.split("\"state\" *: *\"ALIVE\"", -1).length - 1;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process start(String log, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/spark-class").toString()));
        command.addAll(List.of(arguments));
        return start(log, command);
    }

    private Process start(String log, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log(log).toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_DAEMON_MEMORY", "256m");
        builder.environment().put("SPARK_NO_DAEMONIZE", "true");
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        executors().forEach(ProcessHandle::destroyForcibly);
        workers.forEach(Process::destroyForcibly);
        master.destroyForcibly();
    }
}
