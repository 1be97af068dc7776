package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.jdbc.PostgresServer;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL while jobs of every process run: each accepted job ends once, with its whole result, the same bytes as
 * undisturbed. At which change to the store a kill does what, {@code KilledProcessesTest} says of each.
 */
class KillsIT {

    private static final int KILLS = 20;
    private static final int MOST_ROUNDS = 60;

    @TempDir
    Path folder;

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("GEOCROP_SAMPLE_SIZE", "256");
        environment.put("GEOCROP_JOBS", "4");
        environment.put("GEOCROP_MAX_UNFINISHED_JOBS_PER_USER", "200");
        return environment;
    }

    /** The two that write more than their result, once each. */
    @Test
    void trainingsAndDataSetsThatWereKilledEnd() throws Exception {
        List<String> processes = List.of("train-model", "register-dataset");
        try (KillBench bench = new KillBench(folder, new FolderStore(folder.resolve("store")), environment())) {
            long longest = bench.calm(processes);
            for (String process : processes) {
                bench.submit(process);
            }
            bench.kill(longest / 4);
            bench.check();
        }
    }

    @Test
    @Tag("soak")
    void everyProcessEndsOnceInAFolder() throws Exception {
        try (KillBench bench = new KillBench(folder, new FolderStore(folder.resolve("store")), environment())) {
            soak(bench);
        }
    }

    @Test
    @Tag("soak")
    void everyProcessEndsOnceInPostgresAndS3() throws Exception {
        try (PostgresServer database = new PostgresServer();
                S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")))) {
            Map<String, String> environment = environment();
            environment.putAll(s3.environment());
            environment.put("GEOCROP_DATABASE_URL", database.url());
            environment.put("GEOCROP_DATABASE_USER", database.user());
            try (KillBench bench = new KillBench(folder.resolve("data"), new S3Store(s3.settings()), environment)) {
                soak(bench);
            }
        }
    }

    private static void soak(KillBench bench) throws Exception {
        long longest = bench.calm(bench.processes());
        bench.rounds(bench.processes(), KILLS, MOST_ROUNDS, longest);
        System.out.printf("Kills: %d jobs were hit, and all ended as if nothing had happened%n", bench.check());
        assertThat(bench.fewestHits()).as("hits of each process").isGreaterThanOrEqualTo(KILLS);
    }
}
