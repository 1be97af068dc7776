package org.geocrop.k8s;

import static org.geocrop.k8s.Manifests.object;
import static org.geocrop.k8s.Manifests.objects;
import static org.geocrop.k8s.Manifests.text;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.geocrop.Programs;

/**
 * PostgreSQL with the settings of the manifest of PostGIS, in a folder as the volume of its pod has it, and the scripts that
 * are mounted there.
 */
final class TestCluster implements AutoCloseable {

    private static final String PROGRAMS = "/usr/lib/postgresql/15/bin/";

    private final Path folder;
    private final Path scripts;
    private final int port;
    private final List<String> options;

    TestCluster(Manifests manifests) throws Exception {
        Programs.need(PROGRAMS + "pg_basebackup", "postgresql-15");
        Programs.need("/usr/share/postgresql/15/extension/postgis.control", "postgresql-15-postgis-3");
        this.folder = Files.createTempDirectory("geocrop-volume");
        this.scripts = Files.createDirectory(folder.resolve("scripts"));
        for (String of : List.of("postgis", "minio")) {
            try (Stream<Path> files = Files.list(Manifests.K8S.resolve("base").resolve(of))) {
                for (Path file : files.filter(it -> it.toString().matches(".*\\.(sh|conf)"))
                        .toList()) {
                    Files.copy(file, scripts.resolve(file.getFileName()));
                }
            }
        }
        own();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        this.options = options(manifests);
        check(asPostgres(PROGRAMS + "initdb", "-D", pgdata(), "-A", "trust", "-U", "postgres", "-E", "UTF8"));
        start();
    }

    /** As the container has them; its paths are here below the folder. */
    private List<String> options(Manifests manifests) {
        List<String> all = new ArrayList<>();
        var container = objects(
                        object(manifests.one("StatefulSet", "postgis"), "spec", "template", "spec"), "containers")
                .get(0);
        assertName(text(container, "name"));
        for (JsonElement argument : container.getAsJsonArray("args")) {
            all.add(argument.getAsString().replace("/scripts/", scripts + "/"));
        }
        return all;
    }

    private static void assertName(String name) {
        if (!"postgis".equals(name)) {
            throw new IllegalStateException("The first container is " + name);
        }
    }

    void start() throws Exception {
        StringBuilder line = new StringBuilder(
                "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + folder + " -c fsync=off");
        options.forEach(it -> line.append(' ').append(it.equals("-c") ? it : "'" + it + "'"));
        check(asPostgres(
                PROGRAMS + "pg_ctl",
                "-D",
                pgdata(),
                "-o",
                line.toString(),
                "-l",
                folder + "/log",
                "-w",
                "-t",
                "120",
                "start"));
    }

    void stop() throws Exception {
        check(asPostgres(PROGRAMS + "pg_ctl", "-D", pgdata(), "-m", "fast", "-w", "stop"));
    }

    /** Runs one of the scripts as its container does. */
    Programs.Outcome script(String name, Map<String, String> environment, String... arguments) throws Exception {
        Path script = scripts.resolve(name);
        String shell = Files.readAllLines(script).get(0).endsWith("bash") ? "bash" : "sh";
        List<String> command = new ArrayList<>(List.of(shell, script.toString()));
        command.addAll(List.of(arguments));
        return asPostgres(environment, command.toArray(String[]::new));
    }

    String sql(String database, String statement) throws Exception {
        Programs.Outcome outcome = asPostgres(PROGRAMS + "psql", "-v", "ON_ERROR_STOP=1", "-Atc", statement, database);
        check(outcome);
        return outcome.output().strip();
    }

    /** A folder below the volume that the user of PostgreSQL may write. */
    Path folder(String name) throws Exception {
        Path made = Files.createDirectories(folder.resolve(name));
        own();
        return made;
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private String pgdata() {
        return folder.resolve("pgdata").toString();
    }

    private Programs.Outcome asPostgres(String... command) throws Exception {
        return asPostgres(Map.of(), command);
    }

    /** PostgreSQL refuses to run as root. */
    private Programs.Outcome asPostgres(Map<String, String> more, String... command) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PGHOST", folder.toString(),
                "PGPORT", Integer.toString(port),
                "PGUSER", "postgres",
                "DATA", folder.toString(),
                "ARCHIVE", folder.resolve("archive").toString()));
        environment.putAll(more);
        environment.put("PATH", PROGRAMS + ":" + environment.getOrDefault("PATH", System.getenv("PATH")));
        List<String> all = new ArrayList<>();
        if (isRoot()) {
            all.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        all.addAll(List.of(command));
        return Programs.run(environment, all.toArray(String[]::new));
    }

    private void own() throws Exception {
        if (isRoot()) {
            check(Programs.run(Map.of(), "chown", "-R", "postgres", folder.toString()));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void check(Programs.Outcome outcome) {
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(outcome.output());
        }
    }

    @Override
    public void close() throws Exception {
        asPostgres(PROGRAMS + "pg_ctl", "-D", pgdata(), "-m", "immediate", "-w", "stop");
        Programs.run(Map.of(), "rm", "-rf", folder.toString());
    }
}
