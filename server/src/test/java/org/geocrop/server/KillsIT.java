package org.geocrop.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.Soak;
import org.geocrop.jdbc.PostgresServer;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL while jobs of every process run: each accepted job ends once, with its whole result, the same bytes as
 * undisturbed; who imports a model and hears nothing, tries again and has it. At which change to the store a kill does
 * what, {@code KilledProcessesTest} and {@code KilledImportTest} say of each.
 */
class KillsIT {

    private static final int KILLS = Soak.times(20, 1);
    /** Those that read scenes. */
    private static final List<String> LONG = List.of("train-model", "extract-features", "season-composite");

    private static final List<String> SHORT =
            List.of("register-dataset", "refine-map", "compare", "zonal-statistics", "assess-accuracy", "plan-samples");

    private static final int LONG_AT_ONCE = Soak.times(4, 1);
    private static final int SHORT_AT_ONCE = Soak.times(12, 2);

    @TempDir
    Path folder;

    private interface Killing {
        void on(KilledServer server) throws Exception;
    }

    /** The short form kills each in one of the two places. */
    private static void onlyInTheLongForm() {
        Assumptions.assumeFalse(Soak.isShort(), "make soak kills these in the other place, too");
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("GEOCROP_SAMPLE_SIZE", "256");
        // So that all jobs of a round run when the server dies.
        environment.put("GEOCROP_JOBS", "18");
        environment.put("GEOCROP_QUESTIONS", "18");
        return environment;
    }

    private void inAFolder(Killing killing) throws Exception {
        try (KilledServer server = new KilledServer(folder, new FolderStore(folder.resolve("store")), environment())) {
            killing.on(server);
        }
    }

    private void inPostgresAndS3(Killing killing) throws Exception {
        try (PostgresServer database = new PostgresServer();
                S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")))) {
            Map<String, String> environment = environment();
            environment.putAll(s3.environment());
            environment.put("GEOCROP_DATABASE_URL", database.url());
            environment.put("GEOCROP_DATABASE_USER", database.user());
            try (KilledServer server =
                    new KilledServer(folder.resolve("data"), new S3Store(s3.settings()), environment)) {
                killing.on(server);
            }
        }
    }

    private static Killing jobs(List<String> processes, int kills, int atOnce) {
        return server -> {
            KillBench bench = new KillBench(server);
            bench.calm(processes);
            bench.rounds(processes, kills, atOnce);
        };
    }

    /** The two that write more than their result, once each. */
    @Test
    @Tag("soak")
    void whatReadsScenesEndsOnceInAFolder() throws Exception {
        onlyInTheLongForm();
        inAFolder(jobs(LONG, KILLS, LONG_AT_ONCE));
    }

    @Test
    @Tag("soak")
    void whatReadsScenesEndsOnceInPostgresAndS3() throws Exception {
        inPostgresAndS3(jobs(LONG, KILLS, LONG_AT_ONCE));
    }

    @Test
    @Tag("soak")
    void whatReadsMapsEndsOnceInAFolder() throws Exception {
        inAFolder(jobs(SHORT, KILLS, SHORT_AT_ONCE));
    }

    @Test
    @Tag("soak")
    void whatReadsMapsEndsOnceInPostgresAndS3() throws Exception {
        onlyInTheLongForm();
        inPostgresAndS3(jobs(SHORT, KILLS, SHORT_AT_ONCE));
    }

    @Test
    @Tag("soak")
    void modelsThatAreSentAgainAreThereOnceInAFolder() throws Exception {
        onlyInTheLongForm();
        inAFolder(server -> new KilledImports(server).kill(KILLS));
    }

    @Test
    @Tag("soak")
    void modelsThatAreSentAgainAreThereOnceInPostgresAndS3() throws Exception {
        inPostgresAndS3(server -> new KilledImports(server).kill(KILLS));
    }
}
