package org.geocrop.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.geocrop.json.Json;
import tools.jackson.databind.JsonNode;

/** The built server as a process of its own on a free port, spoken to by HTTP alone. */
final class TestServer implements AutoCloseable {

    private static final Path JAR = Path.of("target/geocrop-app.jar").toAbsolutePath();

    /** The same, unpacked, with an archive of its classes: what make run starts. */
    private static final List<String> UNPACKED = unpacked(Path.of("target/app").toAbsolutePath());

    /** A setting for the Java that runs the server: its -Xmx. */
    static final String HEAP = "TEST_HEAP";

    /** Most servers of tests live for seconds: what is compiled well would never pay. */
    private static final List<String> SOON_READY = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final long START_SECONDS = 900;
    private static final int PORTS = 3;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final String url;
    private final String operators;

    private TestServer(Process process, Path log, String port, String managementPort) {
        this.process = process;
        this.log = log;
        this.url = "http://localhost:" + port;
        this.operators = "http://localhost:" + managementPort;
    }

    /** Starts a server and waits until it answers, and says of itself that it has started. */
    static TestServer start(Path data, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return start(data, SOON_READY, environment, arguments);
    }

    /** Starts a server that is run by a Java with these options, such as those of people's servers. */
    static TestServer start(Path data, List<String> java, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return start(data, java, UNPACKED, environment, arguments);
    }

    /** Starts a server by a class of the tests, from the class path of the tests. */
    static TestServer start(Path data, Class<?> main, Map<String, String> environment)
            throws IOException, InterruptedException {
        return start(data, SOON_READY, program(main), environment);
    }

    /** The same, but does not wait: the server may end before it answers. */
    static TestServer launch(Path data, Class<?> main, Map<String, String> environment) throws IOException {
        return launch(data, SOON_READY, program(main), environment);
    }

    private static List<String> unpacked(Path app) {
        String archive = "-XX:SharedArchiveFile=" + app.resolve("geocrop.jsa");
        return List.of(archive, "-jar", app.resolve("geocrop-app.jar").toString(), "serve");
    }

    private static List<String> program(Class<?> main) {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of("-cp", path, main.getName());
    }

    private static TestServer start(
            Path data, List<String> java, List<String> program, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Files.createDirectories(data);
        SampleCopy.into(data, environment);
        for (int tries = PORTS; ; tries--) {
            TestServer server = launch(data, java, program, environment, arguments);
            try {
                server.awaitStart();
                SampleCopy.from(data, environment);
                return server;
            } catch (IllegalStateException e) {
                // Between its choice and its use, any program may have taken the port.
                if (tries == 1 || !server.log().contains("was already in use")) {
                    throw e;
                }
            }
        }
    }

    private static TestServer launch(
            Path data, List<String> java, List<String> program, Map<String, String> environment, String... arguments)
            throws IOException {
        String port = freePort();
        Path log = data.resolve("server.log");
        String heap = environment.getOrDefault(HEAP, "1g");
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx" + heap));
        command.addAll(java);
        command.addAll(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GEOCROP_PORT", port);
        builder.environment().put("GEOCROP_DATA", data.toString());
        builder.environment().put("GEOCROP_WARM_UP", "0s");
        builder.environment().putAll(environment);
        Process process = builder.redirectOutput(log.toFile()).start();
        return new TestServer(process, log, port, environment.getOrDefault("GEOCROP_MANAGEMENT_PORT", port));
    }

    /** A port that nobody has now. */
    static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    /** A server as the others, to be started by the caller, such as one that does not come to serve. */
    static ProcessBuilder command(Path log, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx512m"));
        command.addAll(SOON_READY);
        command.addAll(UNPACKED);
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    }

    static String jar() {
        return JAR.toString();
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void awaitStart() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                // It serves before it has started, and the port of operators opens after the other.
                if (get("/?f=json").statusCode() == 200
                        && get(operators + "/actuator/health/liveness").statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw new IllegalStateException("The server did not start:\n" + Files.readString(log), notYet);
                }
            }
            Thread.sleep(50);
        }
    }

    String url() {
        return url;
    }

    /** Memory of the process that is in use, in MB. */
    long residentMegabytes() throws IOException {
        return status("VmRSS") / 1024;
    }

    /** Names of the threads that this server's own work needs, as far as the system keeps them. */
    Set<String> ownThreads() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> threads = Files.list(proc("task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                String name = Files.readString(thread.resolve("comm")).trim();
                if (name.startsWith("geocrop-") || name.startsWith("db-scheduler")) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** Waits until the process has ended by itself, and gives its exit code. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("The server did not end");
        }
        return process.exitValue();
    }

    long threads() throws IOException {
        return status("Threads");
    }

    /** Seconds of processor that it has used, of all cores together. */
    double processorSeconds() throws IOException {
        String line = Files.readString(proc("stat"));
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        // User and system time, in ticks of a hundredth.
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    /** Open files and connections. */
    long handles() throws IOException {
        try (Stream<Path> open = Files.list(proc("fd"))) {
            return open.count();
        }
    }

    private long status(String name) throws IOException {
        String line = Files.readString(proc("status"))
                .lines()
                .filter(l -> l.startsWith(name + ":"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Any method; a body for those that have one. */
    HttpResponse<byte[]> request(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        boolean sends = method.equals("POST") || method.equals("PUT");
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .method(
                        method,
                        sends ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
        if (sends) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path)).DELETE());
    }

    HttpResponse<byte[]> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    /** Executes classify-crops and does not wait. */
    HttpResponse<byte[]> executeAsync(String inputs) throws IOException, InterruptedException {
        return post("/processes/classify-crops/execution", "{\"inputs\":" + inputs + "}", "Prefer", "respond-async");
    }

    HttpResponse<byte[]> execute(String inputs) throws IOException, InterruptedException {
        return post("/processes/classify-crops/execution", "{\"inputs\":" + inputs + "}");
    }

    JsonNode json(String path) throws Exception {
        HttpResponse<byte[]> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + " " + text(response));
        }
        return json(response);
    }

    static JsonNode json(HttpResponse<byte[]> response) throws Exception {
        return Json.read(response.body());
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    /** Waits until a job has ended, and gives its last status document. */
    JsonNode await(String jobId) throws Exception {
        return await(jobId, Duration.ofMinutes(3));
    }

    JsonNode await(String jobId, Duration patience) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            JsonNode status = json("/jobs/" + jobId);
            if (!List.of("accepted", "running").contains(status.path("status").asString())) {
                return status;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("The job " + jobId + " did not end:\n" + log());
    }

    private URI at(String path) {
        return URI.create(path.startsWith("http") ? path : url + path);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Tells the process to stop, as a platform does, and does not wait. */
    void terminate() {
        process.destroy();
    }

    /** Of those who look after it: health. */
    String operators() {
        return operators;
    }

    /** Ends the process as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
