package org.geocrop.jdbc;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.geocrop.Programs;

/** A real PostgreSQL with PostGIS, with a cluster of its own on a free port of loopback. */
public final class PostgresServer implements AutoCloseable {

    private static final String PROGRAMS = "/usr/lib/postgresql/15/bin/";

    private final Path folder;
    private final int port;

    public PostgresServer() throws Exception {
        Programs.need(PROGRAMS + "initdb", "postgresql-15");
        Programs.need("/usr/share/postgresql/15/extension/postgis.control", "postgresql-15-postgis-3");
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
        this.folder = Files.createTempDirectory("geocrop-postgres");
        if (isRoot()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        asPostgres("initdb", "-D", cluster(), "-A", "trust", "-U", "geocrop", "-E", "UTF8", "--no-sync");
        start();
    }

    /** Starts it, at first or after it was killed, and waits until it takes connections. */
    public void start() throws Exception {
        String options =
                "-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=off -c unix_socket_directories=" + folder;
        asPostgres(
                "pg_ctl",
                "-D",
                cluster(),
                "-o",
                options,
                "-l",
                folder.resolve("log").toString(),
                "-w",
                "start");
    }

    /** Ends all its processes as a power cut would. */
    public void kill() throws Exception {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            each.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    /** Sends a signal to all its processes: STOP, and it hangs; CONT, and it goes on. */
    public void signal(String name) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes().forEach(each -> command.add(Long.toString(each.pid())));
        run(command);
    }

    /** Ends all connections. */
    public void cut() throws Exception {
        try (Connection connection = DriverManager.getConnection(url(), user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
        }
    }

    private List<ProcessHandle> processes() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(Path.of(cluster(), "postmaster.pid")).get(0).trim());
        ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants()).toList();
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return "geocrop";
    }

    private String cluster() {
        return folder.resolve("cluster").toString();
    }

    /** PostgreSQL refuses to run as root. */
    private static void asPostgres(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(PROGRAMS + program);
        command.addAll(List.of(arguments));
        run(command);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(List<String> command) throws Exception {
        Programs.Outcome outcome = Programs.run(Map.of(), command.toArray(new String[0]));
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(command + " failed: " + outcome.output());
        }
    }

    @Override
    public void close() throws Exception {
        asPostgres("pg_ctl", "-D", cluster(), "-m", "immediate", "-w", "stop");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The folder of the cluster could not be removed", e);
        }
    }
}
