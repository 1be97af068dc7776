package org.geocrop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.geocrop.catalogue.Thing;
import org.geocrop.job.Job;
import org.geocrop.job.JobStatus;
import org.geocrop.job.NewJob;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs go on when the connections that made the tables are gone: a pool retires each after a while. */
class ConnectionLifetimeIT {

    private static final Duration LIFETIME = Duration.ofMillis(500);

    @TempDir
    Path folder;

    private static void runOne(Database database) {
        JdbcJobStore jobs = new JdbcJobStore(database);
        Job job = jobs.accept(new NewJob(
                        "ann",
                        "echo",
                        Lane.QUESTION,
                        "{}",
                        ExecuteRequest.Subscriber.NOBODY,
                        "http://localhost",
                        new double[] {30, -18, 31, -17},
                        null))
                .job();
        assertThat(jobs.start(job.id())).isPresent();
        jobs.progress(job.id(), 1, "reading", 50, "Reading");
        new Holdings(database).share(Thing.job(job.id()), Job.Sharing.PUBLIC, Set.of("user:bob"));
        assertThat(jobs.succeed(job.id(), 1, "Finished")).isTrue();
        assertThat(jobs.find(job.id()).orElseThrow().status()).isEqualTo(JobStatus.SUCCESSFUL);
    }

    private void overTenLifetimes() throws InterruptedException {
        Instant end = Instant.now().plus(LIFETIME.multipliedBy(10));
        try (Database database = Database.embedded(folder, LIFETIME)) {
            while (Instant.now().isBefore(end)) {
                runOne(database);
                Thread.sleep(LIFETIME.dividedBy(5).toMillis());
            }
            runOne(database);
        }
    }

    @Test
    void aFreshDatabaseTakesJobsOverTenLifetimes() throws Exception {
        overTenLifetimes();
        assertThat(Files.getPosixFilePermissions(folder.resolve("geocrop.mv.db")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("database.secret")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    /** A check dies with the connection that declared it, in tables to come, too. */
    @Test
    void noTableHasAConstraintThatKeepsItsConnection() throws Exception {
        try (Database database = Database.embedded(folder, Duration.ofMinutes(30));
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet checks = statement.executeQuery("select constraint_name from"
                        + " information_schema.table_constraints where constraint_type = 'CHECK'")) {
            assertThat(checks.next()).isFalse();
        }
    }

    /** With the schema that had checks, without a password, with a job whose subscriber stands in its request. */
    @Test
    void anOldDatabaseOpensAndTakesJobsOverTenLifetimes() throws Exception {
        String url = "jdbc:h2:async:" + folder.resolve("geocrop") + ";WRITE_DELAY=0";
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations("classpath:db/h2")
                .target("2")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("insert into job (id, process_id, request, status, progress, message, created, updated,"
                    + " has_subscriber) values ('old', 'echo', '{\"inputs\":{},\"subscriber\":{\"successUri\":"
                    + "\"http://localhost/s\"}}', 'RUNNING', 5, 'x', current_timestamp, current_timestamp, true)");
        }
        overTenLifetimes();
        try (Database database = Database.embedded(folder, LIFETIME)) {
            JdbcJobStore jobs = new JdbcJobStore(database);
            Job old = jobs.find("old").orElseThrow();
            assertThat(old.subscriber().success()).hasToString("http://localhost/s");
            assertThat(old.lane()).isEqualTo(Lane.MAP);
            assertThat(jobs.start("old").orElseThrow().tries()).isEqualTo(1);
            assertThat(jobs.succeed("old", 1, "Finished")).isTrue();
        }
    }

    @Test
    void aSecondProcessIsToldThatTheFolderIsInUse() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName(),
                        other.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.inputReader().lines().anyMatch("open"::equals)).isTrue();
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> Database.embedded(other, LIFETIME))
                    .isInstanceOf(DatabaseInUseException.class)
                    .hasMessageContaining(other.toString());
        } finally {
            process.destroyForcibly().waitFor();
        }
        Database.embedded(other, LIFETIME).close();
    }

    /** A process that has the database open until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            Database database = Database.embedded(Path.of(arguments[0]), Duration.ofMinutes(30));
            new JdbcJobStore(database).countUnfinished();
            System.out.println("\nopen");
            Thread.sleep(600_000);
            database.close();
        }
    }
}
