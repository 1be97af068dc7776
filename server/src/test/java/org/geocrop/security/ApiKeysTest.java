package org.geocrop.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.geocrop.access.Caller;
import org.geocrop.hash.Sha256;
import org.geocrop.jdbc.Database;
import org.geocrop.jdbc.KeyTable;
import org.geocrop.security.identity.MovedClock;
import org.geocrop.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of the settings and of the database, on two servers that share it. */
class ApiKeysTest {

    @TempDir
    Path folder;

    private final MovedClock clock = new MovedClock();
    private Database database;
    private KeyTable table;
    private ApiKeys here;
    private ApiKeys there;

    @BeforeEach
    void open() {
        database = Database.embedded(folder, Duration.ofMinutes(30));
        table = new KeyTable(database);
        List<Settings.ApiKey> configured =
                List.of(new Settings.ApiKey("robot", Caller.Role.ANALYST, Sha256.of("gck_robot")));
        here = new ApiKeys(table, configured, clock);
        there = new ApiKeys(table, configured, clock);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ApiKeys.Made make() {
        return here.make(
                "key|ann",
                "office",
                Caller.Role.VIEWER,
                List.of("echo"),
                clock.instant().plusSeconds(60),
                "key|ann");
    }

    @Test
    void keysOfTheSettingsGoOn() {
        assertThat(here.find("gck_robot"))
                .contains(new ApiKeys.Holder(
                        "key|robot", Caller.Role.ANALYST, new Caller.Key(Caller.Key.OF_SETTINGS, Set.of())));
        assertThat(here.find("gck_Robot")).isEmpty();
        assertThat(here.find("")).isEmpty();
    }

    @Test
    void aKeyThatWasMadeSignsInAsItsOwner() throws Exception {
        ApiKeys.Made made = make();
        ApiKeys.Holder holder = here.find(made.secret()).orElseThrow();
        assertThat(holder)
                .isEqualTo(new ApiKeys.Holder(
                        "key|ann", Caller.Role.VIEWER, new Caller.Key(made.key().id(), Set.of("echo"))));
        assertThat(there.find(made.secret())).contains(holder);
        String other = make().secret();
        assertThat(other).isNotEqualTo(made.secret()).hasSize(80);
        // The id of one with the secret of another.
        assertThat(here.find(made.secret().substring(0, 37) + other.substring(37)))
                .isEmpty();
        assertThat(here.find("gck_" + made.key().id())).isEmpty();
        clock.pass(Duration.ofSeconds(60));
        assertThat(here.find(made.secret())).as("expired").isEmpty();
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select * from api_key")) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    assertThat(String.valueOf(rows.getString(i)))
                            .doesNotContain(made.secret().substring(37));
                }
            }
        }
    }

    @Test
    void revocationHoldsHereAtOnceAndThereAfterTwoSeconds() {
        ApiKeys.Made made = make();
        assertThat(here.find(made.secret())).isPresent();
        assertThat(there.find(made.secret())).isPresent();
        here.revoke(made.key().id());
        assertThat(here.find(made.secret())).isEmpty();
        clock.pass(Duration.ofSeconds(2));
        assertThat(there.find(made.secret())).isEmpty();
    }

    @Test
    void usesAreNoted() {
        ApiKeys.Made made = make();
        assertThat(here.find(made.secret())).isPresent();
        here.noteUses();
        assertThat(table.find(made.key().id()).orElseThrow().lastUsed()).isEqualTo(clock.instant());
    }

    /** While the database is away, what it said holds for a minute. */
    @Test
    void withoutADatabaseKeysAreTrustedForAMinute() {
        ApiKeys.Made made = here.make(
                "key|ann", "", Caller.Role.VIEWER, List.of(), clock.instant().plusSeconds(600), "key|ann");
        assertThat(here.find(made.secret())).isPresent();
        database.close();
        clock.pass(Duration.ofSeconds(30));
        assertThat(here.find(made.secret())).isPresent();
        clock.pass(Duration.ofSeconds(31));
        assertThat(here.find(made.secret())).isEmpty();
        assertThat(here.find("gck_robot")).isPresent();
    }
}
