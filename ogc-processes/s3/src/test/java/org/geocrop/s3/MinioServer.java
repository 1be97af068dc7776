package org.geocrop.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.geocrop.Programs;
import org.geocrop.Until;

/** The MinIO that deployments run, as {@code tools/minio} builds it, on a free port of loopback. */
public final class MinioServer implements TestS3 {

    private final Path folder;
    private final int port;
    private final Process server;

    public MinioServer(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        Path minio = programs().resolve("minio");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(
                        minio.toString(),
                        "server",
                        Files.createDirectories(folder.resolve("data")).toString(),
                        "--address",
                        "127.0.0.1:" + port,
                        "--console-address",
                        "127.0.0.1:0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "MINIO_ROOT_USER",
                        ACCESS_KEY,
                        "MINIO_ROOT_PASSWORD",
                        SECRET_KEY,
                        "MINIO_UPDATE",
                        "off",
                        "HOME",
                        folder.toString()));
        this.server = builder.start();
        Until.isTrue("MinIO is ready", this::isReady);
    }

    /** The folder of {@code tools/minio}; the test is skipped, saying so, where it was not run. */
    public static Path programs() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("docker/minio/Dockerfile"))) {
            at = at.getParent();
        }
        assumeTrue(at != null, "SKIPPED: not in a checkout");
        Path programs = at.resolve(".build/minio");
        assumeTrue(
                Files.exists(programs.resolve("minio.version")) && Files.exists(programs.resolve("mc.version")),
                "SKIPPED: tools/minio builds MinIO");
        return programs;
    }

    private boolean isReady() throws IOException {
        if (!server.isAlive()) {
            throw new IllegalStateException("MinIO ended: " + Files.readString(folder.resolve("log")));
        }
        try {
            HttpURLConnection asked = (HttpURLConnection)
                    url().resolve("/minio/health/ready").toURL().openConnection();
            return asked.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Runs MinIO's client, to which this server is {@code minio}. */
    public Programs.Outcome mc(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs().resolve("mc").toString()));
        command.addAll(List.of(arguments));
        return Programs.run(client(), command.toArray(String[]::new));
    }

    /** The environment in which scripts find {@code mc}, and this server as {@code minio}. */
    public Map<String, String> client() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", programs() + ":" + System.getenv("PATH"));
        environment.put("MC_CONFIG_DIR", folder.resolve("mc").toString());
        environment.put("MC_HOST_minio", "http://" + ACCESS_KEY + ":" + SECRET_KEY + "@127.0.0.1:" + port);
        return environment;
    }

    @Override
    public void close() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(20, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }
}
