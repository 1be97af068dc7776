package org.geocrop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.geocrop.catalogue.Thing;
import org.geocrop.job.Job;
import org.geocrop.job.JobQuery;
import org.geocrop.job.NewJob;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Lane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Owners, sharing, keys and the audit log in every database. */
abstract class RightsContract {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

    /** A database whose tables are empty. */
    protected abstract Database connect() throws Exception;

    private Database database;
    private JdbcJobStore jobs;
    private Holdings holdings;

    @BeforeEach
    void open() throws Exception {
        database = connect();
        jobs = new JdbcJobStore(database);
        holdings = new Holdings(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Job accept(String owner) {
        return jobs.accept(new NewJob(
                        owner,
                        "echo",
                        Lane.QUESTION,
                        "{}",
                        ExecuteRequest.Subscriber.NOBODY,
                        "http://localhost",
                        null,
                        null))
                .job();
    }

    @Test
    void aNameIsItsFirstUsers() {
        Thing survey = Thing.dataset("survey");
        assertThat(holdings.find(survey)).isEmpty();
        holdings.claim(survey, "ann", Job.Sharing.PRIVATE);
        holdings.claim(survey, "bob", Job.Sharing.PUBLIC);
        Holdings.Holding holding = holdings.find(survey).orElseThrow();
        assertThat(holding).isEqualTo(new Holdings.Holding("ann", Job.Sharing.PRIVATE, Set.of(), false));
        assertThat(holdings.find(Thing.model("survey"))).isEmpty();
    }

    @Test
    void sharingReplacesWhatWasBefore() {
        Thing model = Thing.model("maize");
        holdings.share(model, Job.Sharing.PUBLIC, Set.of("user:bob"));
        assertThat(holdings.find(model)).as("nobody owns it").isEmpty();
        holdings.claim(model, "ann", Job.Sharing.PRIVATE);
        holdings.share(model, Job.Sharing.PRIVATE, Set.of("user:bob", "group:agronomy"));
        assertThat(holdings.find(model).orElseThrow().grantees())
                .containsExactlyInAnyOrder("user:bob", "group:agronomy");
        holdings.share(model, Job.Sharing.SHARED, Set.of("group:o'hara"));
        Holdings.Holding now = holdings.find(model).orElseThrow();
        assertThat(now.sharing()).isEqualTo(Job.Sharing.SHARED);
        assertThat(now.grantees()).containsExactly("group:o'hara");
    }

    @Test
    void jobsAreListedForThoseWhomTheyAreSharedWith() {
        Job job = accept("ann");
        Thing thing = Thing.job(job.id());
        assertThat(holdings.find(thing).orElseThrow().owner()).isEqualTo("ann");
        assertThat(seenBy("bob", List.of("user:bob", "group:agronomy"))).isEmpty();
        holdings.share(thing, Job.Sharing.PRIVATE, Set.of("group:agronomy"));
        assertThat(seenBy("bob", List.of("user:bob", "group:agronomy"))).containsExactly(job.id());
        assertThat(seenBy("cat", List.of("user:cat"))).isEmpty();
        assertThat(seenBy("cat", List.of())).isEmpty();
        holdings.share(thing, Job.Sharing.PRIVATE, Set.of("user:cat"));
        assertThat(seenBy("bob", List.of("user:bob", "group:agronomy"))).isEmpty();
        assertThat(seenBy("cat", List.of("user:cat"))).containsExactly(job.id());
        holdings.share(thing, Job.Sharing.SHARED, Set.of());
        assertThat(seenBy("bob", List.of())).containsExactly(job.id());
        holdings.share(thing, Job.Sharing.PRIVATE, Set.of("user:cat"));
        jobs.dismiss(job.id());
        assertThat(holdings.find(thing).orElseThrow().isDismissed()).isTrue();
        assertThat(holdings.sweep()).isZero();
        jobs.remove(job.id());
        assertThat(holdings.sweep()).isEqualTo(1);
        assertThat(holdings.find(thing)).isEmpty();
    }

    private List<String> seenBy(String user, List<String> grantees) {
        return jobs
                .list(new JobQuery(
                        new JobQuery.Viewer(user, grantees),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        100))
                .stream()
                .map(Job::id)
                .toList();
    }

    private static KeyTable.Key key(String id, String owner, Instant expires) {
        return new KeyTable.Key(
                id,
                id.repeat(64),
                owner,
                "a label",
                "VIEWER",
                List.of("echo", "compare"),
                expires,
                NOW,
                "ann",
                null,
                null);
    }

    @Test
    void keysAreGoodUntilTheyExpireOrAreRevoked() {
        KeyTable keys = new KeyTable(database);
        KeyTable.Key first = key("1", "ann", NOW.plusSeconds(60));
        keys.add(first);
        keys.add(key("2", "bob", NOW.plusSeconds(1)));
        assertThat(keys.find("1")).contains(first);
        assertThat(keys.valid(NOW, 10)).extracting(KeyTable.Key::id).containsExactlyInAnyOrder("1", "2");
        assertThat(keys.valid(NOW.plusSeconds(2), 10))
                .extracting(KeyTable.Key::id)
                .containsExactly("1");
        assertThat(keys.count("ann", NOW)).isEqualTo(1);
        assertThat(keys.list("bob", 10)).extracting(KeyTable.Key::id).containsExactly("2");
        assertThat(keys.list(null, 10)).hasSize(2);
        keys.used("1", NOW.plusSeconds(5));
        keys.used("1", NOW.plusSeconds(3));
        assertThat(keys.find("1").orElseThrow().lastUsed()).isEqualTo(NOW.plusSeconds(5));
        keys.revoke("1", NOW.plusSeconds(6));
        keys.revoke("1", NOW.plusSeconds(7));
        assertThat(keys.find("1").orElseThrow().revoked()).isEqualTo(NOW.plusSeconds(6));
        assertThat(keys.valid(NOW.plusSeconds(2), 10)).isEmpty();
        assertThat(keys.removeEndedBefore(NOW.plusSeconds(2))).isEqualTo(1);
        assertThat(keys.list(null, 10)).extracting(KeyTable.Key::id).containsExactly("1");
    }

    private static AuditTable.Entry entry(int second, String actor, String target, int outcome) {
        return new AuditTable.Entry(
                NOW.plusSeconds(second),
                actor,
                "",
                "PUT /jobs/{id}/sharing",
                target,
                "127.0.0.1",
                outcome,
                "r" + second);
    }

    private static AuditTable.Query query(
            @Nullable String actor,
            @Nullable String target,
            @Nullable Instant from,
            boolean refused,
            @Nullable Long before) {
        return new AuditTable.Query(actor, null, target, null, from, null, refused, before, 2);
    }

    @Test
    void sessionsAreRenewedByOneAndEnd() {
        SessionTable sessions = new SessionTable(database);
        List<String> groups = List.of("field team", "a \"quoted\", one");
        SessionTable.Session session = new SessionTable.Session(
                "a".repeat(64),
                "https://login.example|ann",
                "Ann",
                List.of("viewer", "analyst"),
                groups,
                NOW.plusSeconds(60),
                NOW,
                "sealed");
        sessions.add(session);
        assertThat(sessions.find(session.sha256(), NOW)).contains(session);
        assertThat(sessions.find("b".repeat(64), NOW)).isEmpty();
        assertThat(sessions.find(session.sha256(), NOW.plusSeconds(60)))
                .as("it has ended")
                .isEmpty();

        assertThat(sessions.claim(session, NOW.plusSeconds(5))).isTrue();
        assertThat(sessions.claim(session, NOW.plusSeconds(5))).as("by another").isFalse();
        SessionTable.Session less = new SessionTable.Session(
                session.sha256(), session.owner(), "Ann", List.of(), List.of(), session.expires(), null, null);
        sessions.renew(less);
        assertThat(sessions.find(session.sha256(), NOW)).contains(less);

        assertThat(sessions.removeEndedBefore(NOW.plusSeconds(60))).isZero();
        assertThat(sessions.removeEndedBefore(NOW.plusSeconds(61))).isEqualTo(1);
        sessions.add(session);
        sessions.remove(session.sha256());
        sessions.renew(session);
        assertThat(sessions.find(session.sha256(), NOW)).as("what was ended").isEmpty();
    }

    @Test
    void theAuditLogIsReadByPagesAndFilters() {
        AuditTable audit = new AuditTable(database);
        List<AuditTable.Entry> all = List.of(
                entry(0, "ann", "/jobs/1/sharing", 200),
                entry(1, "bob", "/jobs/1/sharing", 404),
                entry(2, "ann", "/jobs/2/sharing" + "x".repeat(600), 200));
        all.forEach(audit::add);
        List<AuditTable.Numbered> page = audit.list(query(null, null, null, false, null));
        assertThat(page).extracting(each -> each.entry().request()).containsExactly("r2", "r1");
        assertThat(page.get(0).entry().target()).hasSize(500);
        assertThat(page.get(1).entry()).isEqualTo(all.get(1));
        long last = page.get(1).number();
        assertThat(audit.list(query(null, null, null, false, last)))
                .singleElement()
                .satisfies(each -> assertThat(each.entry()).isEqualTo(all.get(0)));
        assertThat(audit.list(query("bob", null, null, false, null))).hasSize(1);
        assertThat(audit.list(query(null, "/jobs/1", null, false, null))).hasSize(2);
        assertThat(audit.list(query(null, "/jobs/_", null, false, null)))
                .as("no pattern")
                .isEmpty();
        assertThat(audit.list(query(null, null, NOW.plusSeconds(2), false, null)))
                .hasSize(1);
        assertThat(audit.list(query(null, null, null, true, null)))
                .singleElement()
                .satisfies(each -> assertThat(each.entry().actor()).isEqualTo("bob"));
        assertThat(audit.removeBefore(NOW.plusSeconds(2), 1)).isEqualTo(1);
        assertThat(audit.removeBefore(NOW.plus(Duration.ofDays(1)), 10)).isEqualTo(2);
    }
}
