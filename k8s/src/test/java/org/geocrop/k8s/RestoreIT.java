package org.geocrop.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.geocrop.s3.MinioServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups by the scripts of the manifests, on real servers: what is had back is what was there at that moment. */
@Tag("minio")
class RestoreIT {

    @TempDir
    Path folder;

    /**
     * A night's backup, a day's work, then a mistake. The database is had back as it was a moment before the mistake, as it
     * was at night, and as it was last.
     */
    @Test
    void theDatabaseAsItWasAtAMoment() throws Exception {
        try (MinioServer minio = new MinioServer(folder.resolve("minio"));
                TestCluster cluster = new TestCluster(Manifests.render("overlays/production"))) {
            assertThat(MinioPoliciesIT.setup(minio).exitCode()).isZero();
            Map<String, String> keys = backupKeys(minio);
            ok(cluster.script(
                    "databases.sh",
                    Map.of(
                            "POSTGRES_USER", "postgres",
                            "GEOCROP_DATABASE_PASSWORD", "geocrop's",
                            "MLFLOW_DATABASE_PASSWORD", "mlflow's")));
            cluster.sql("geocrop", "CREATE TABLE field (id int PRIMARY KEY, place geometry(Point, 4326))");
            cluster.sql("geocrop", "INSERT INTO field VALUES (1, ST_SetSRID(ST_MakePoint(31, -17.8), 4326))");
            cluster.sql("mlflow", "CREATE TABLE runs (id int); INSERT INTO runs VALUES (7)");

            Map<String, String> dumps =
                    with(keys, "DUMPS", cluster.folder("dumps").toString());
            // From elsewhere than its own pod, with a password.
            dumps.put("PGHOST", "127.0.0.1");
            cluster.sql("postgres", "ALTER ROLE postgres PASSWORD 'admin'");
            dumps.put("PGPASSWORD", "wrong");
            Programs.Outcome refused = cluster.script("dump.sh", dumps);
            assertThat(refused.exitCode()).as(refused.output()).isNotZero();
            assertThat(refused.output()).contains("password authentication failed");
            dumps.put("PGPASSWORD", "admin");
            ok(cluster.script("dump.sh", dumps));
            ok(cluster.script("store.sh", dumps));
            String night = now(cluster);
            cluster.sql("geocrop", "INSERT INTO field VALUES (2, ST_SetSRID(ST_MakePoint(30, -18), 4326))");
            String moment = now(cluster);
            cluster.sql("geocrop", "DELETE FROM field");
            cluster.sql("mlflow", "INSERT INTO runs VALUES (8)");
            assertThat(now(cluster)).isGreaterThan(moment);
            ship(cluster, keys);

            assertThat(restored(cluster, keys, moment)).isEqualTo("1 POINT(31 -17.8)\n2 POINT(30 -18)");
            assertThat(cluster.sql("mlflow", "SELECT id FROM runs ORDER BY id")).isEqualTo("7");
            // What is written now is of a history of its own, which the next backup carries.
            cluster.sql("geocrop", "INSERT INTO field VALUES (3, NULL)");
            ship(cluster, keys);
            assertThat(restored(cluster, keys, night)).isEqualTo("1 POINT(31 -17.8)");
            assertThat(restored(cluster, keys, "2001-01-01T00:00:00Z"))
                    .isEqualTo("No backup had ended by 2001-01-01T00:00:00Z");
            assertThat(restored(cluster, keys, "yesterday")).contains("TARGET is a time in UTC");
            assertThat(cluster.script(
                                    "archive.sh",
                                    Map.of("ARCHIVE", cluster.folder("other").toString()))
                            .exitCode())
                    .as("no piece of the log is named")
                    .isNotZero();
        }
    }

    /** Nothing of the log is lost meanwhile. */
    @Test
    void whileTheStoreIsAwayTheLogWaits() throws Exception {
        try (TestCluster cluster = new TestCluster(Manifests.render("overlays/production"))) {
            Map<String, String> keys;
            try (MinioServer minio = new MinioServer(folder.resolve("minio"))) {
                assertThat(MinioPoliciesIT.setup(minio).exitCode()).isZero();
                keys = backupKeys(minio);
                archived(cluster);
                // It is known, and then goes away.
                ok(cluster.script("ship.sh", keys, "once"));
                assertThat(minio.mc("ls", "--recursive", "minio/geocrop-backups/wal/")
                                .output())
                        .contains("/000000010000000000000001");
            }
            cluster.sql("postgres", "CREATE TABLE more (id int)");
            archived(cluster);
            Path archive = cluster.folder("archive");
            try (var pieces = Files.walk(archive)) {
                assertThat(pieces.filter(Files::isRegularFile)).isNotEmpty();
            }
        }
    }

    /** Every object comes back, and one that was removed by mistake does not vanish from the copy. */
    @Test
    void theBucketsFromAnotherServer() throws Exception {
        try (MinioServer minio = new MinioServer(folder.resolve("minio"));
                MinioServer far = new MinioServer(folder.resolve("far"))) {
            assertThat(MinioPoliciesIT.setup(minio).exitCode()).isZero();
            far.mc("mb", "minio/copies");
            Path cog = Files.writeString(folder.resolve("cog.tif"), "pixels".repeat(1000));
            minio.mc("cp", cog.toString(), "minio/geocrop-results/results/j1/crop_type.tif");
            minio.mc("cp", cog.toString(), "minio/geocrop-models/models/m1/model.json");
            minio.mc("cp", cog.toString(), "minio/geocrop-results/chunks/c1.bin");
            Map<String, String> environment =
                    with(backupKeys(minio), "BACKUP_URL", far.url().toString());
            environment.put("BACKUP_BUCKET", "copies");
            environment.put("BACKUP_ACCESS_KEY", MinioServer.ACCESS_KEY);
            environment.put("BACKUP_SECRET_KEY", MinioServer.SECRET_KEY);
            String script = MinioPoliciesIT.BASE.resolve("buckets.sh").toString();

            ok(Programs.run(environment, "sh", script, "out"));
            minio.mc("rm", "--recursive", "--force", "minio/geocrop-results/");
            ok(Programs.run(environment, "sh", script, "out"));
            environment.put("ACCESS_KEY", MinioServer.ACCESS_KEY);
            environment.put("SECRET_KEY", MinioServer.SECRET_KEY);
            ok(Programs.run(environment, "sh", script, "back"));

            assertThat(minio.mc("cat", "minio/geocrop-results/results/j1/crop_type.tif")
                            .output())
                    .isEqualTo("pixels".repeat(1000));
            assertThat(minio.mc("stat", "minio/geocrop-results/chunks/c1.bin").exitCode())
                    .isNotZero();
            assertThat(Programs.run(environment, "sh", script, "sideways").exitCode())
                    .isEqualTo(2);
        }
    }

    /** GeoServer's and analysts' files. */
    @Test
    void aVolumeAsAnArchive() throws Exception {
        try (MinioServer minio = new MinioServer(folder.resolve("minio"))) {
            assertThat(MinioPoliciesIT.setup(minio).exitCode()).isZero();
            Path volume = Files.createDirectories(folder.resolve("volume/workspaces"));
            Files.writeString(volume.resolve("a.xml"), "<workspace/>", StandardCharsets.UTF_8);
            ok(Programs.run(
                    backupKeys(minio),
                    "bash",
                    MinioPoliciesIT.BASE.resolve("volume.sh").toString(),
                    "geoserver",
                    volume.getParent().toString()));

            Path back = folder.resolve("back.tar.gz");
            String name = minio.mc("find", "minio/geocrop-backups/volumes/geoserver/")
                    .output()
                    .strip();
            minio.mc("cp", name, back.toString());
            assertThat(Programs.run(Map.of(), "tar", "-xzOf", back.toString(), "./workspaces/a.xml")
                            .output())
                    .isEqualTo("<workspace/>");
        }
    }

    private static String restored(TestCluster cluster, Map<String, String> keys, String target) throws Exception {
        Map<String, String> environment = with(keys, "TARGET", target);
        Programs.Outcome fetched = cluster.script("fetch.sh", environment);
        if (fetched.exitCode() != 0) {
            return fetched.output().strip();
        }
        cluster.stop();
        ok(cluster.script("unpack.sh", environment));
        cluster.start();
        Until.value("recovery of " + target, () -> cluster.sql("postgres", "SELECT pg_is_in_recovery()"), "f"::equals);
        return cluster.sql("geocrop", "SELECT concat_ws(' ', id, ST_AsText(place)) FROM field ORDER BY id");
    }

    /** All that was written is in the store, where those who archive and ship have done their work. */
    private static void ship(TestCluster cluster, Map<String, String> keys) throws Exception {
        archived(cluster);
        ok(cluster.script("ship.sh", keys, "once"));
    }

    private static void archived(TestCluster cluster) throws Exception {
        String piece = cluster.sql("postgres", "SELECT pg_walfile_name(pg_switch_wal())");
        Until.isTrue(
                piece + " is archived",
                () -> cluster.sql("postgres", "SELECT coalesce(max(last_archived_wal), '') FROM pg_stat_archiver")
                                .compareTo(piece)
                        >= 0);
    }

    /** The next full second: nothing of what came before is after it. */
    private static String now(TestCluster cluster) throws Exception {
        String second = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";
        String before = cluster.sql("postgres", second);
        return Until.value("the next second", () -> cluster.sql("postgres", second), it -> it.compareTo(before) > 0);
    }

    private static Map<String, String> backupKeys(MinioServer minio) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", MinioServer.programs() + ":" + System.getenv("PATH"));
        environment.put("MINIO_URL", minio.url().toString());
        environment.put("ACCESS_KEY", "backup");
        environment.put("SECRET_KEY", "secret-of-backup");
        Path settings = Files.createTempDirectory(
                "mc", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rwxrwxrwx"));
        environment.put("MC_CONFIG_DIR", settings.toString());
        return environment;
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(name, value);
        return more;
    }

    private static void ok(Programs.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }
}
