package org.geocrop.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.access.Caller;
import org.geocrop.error.StoreException;
import org.geocrop.hash.Sha256;
import org.geocrop.jdbc.KeyTable;
import org.geocrop.security.identity.Users;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * API keys: those of the settings, and those that users have made, of which the database holds the SHA-256. Whatever
 * callers send, the database is asked for its valid keys once in two seconds at most, so that a key which was revoked on
 * another server is good for two seconds more.
 */
@Component
public final class ApiKeys {

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final Duration KNOWN_FOR = Duration.ofSeconds(2);
    /** Without a database, what was known of keys counts no longer than this. */
    private static final Duration TRUSTED_FOR = Duration.ofMinutes(1);

    private static final int MAX_KEYS = 20_000;
    private static final int SECRET_BYTES = 32;
    /** Its id, and what only its owner knows. */
    private static final Pattern MADE = Pattern.compile("gck_([0-9a-f]{32})_[A-Za-z0-9_-]{43}");

    private final List<Settings.ApiKey> configured;
    private final KeyTable table;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Instant.MIN, Instant.MIN);

    /**
     * The valid keys by id.
     *
     * @param taken when the database said so
     * @param asked when it was last asked
     */
    private record Snapshot(Map<String, KeyTable.Key> keys, Instant taken, Instant asked) {}

    /** Whom a key signs in. */
    record Holder(String user, Caller.Role role, Caller.Key key) {}

    /** A key as its maker gets it, once. */
    public record Made(KeyTable.Key key, String secret) {}

    @org.springframework.beans.factory.annotation.Autowired
    ApiKeys(KeyTable table, Settings settings) {
        this(table, settings.identity().apiKeys(), Clock.systemUTC());
    }

    ApiKeys(KeyTable table, List<Settings.ApiKey> configured, Clock clock) {
        this.table = table;
        this.configured = configured;
        this.clock = clock;
    }

    /** Who comes with a key; empty if it is none that is good. */
    Optional<Holder> find(String given) {
        byte[] hash = Sha256.of(given).getBytes(StandardCharsets.US_ASCII);
        Holder found = null;
        for (Settings.ApiKey key : configured) {
            // All are compared, in the same time each.
            if (isSame(hash, key.sha256())) {
                found = new Holder(
                        Users.ofKey(key.user()), key.role(), new Caller.Key(Caller.Key.OF_SETTINGS, Set.of()));
            }
        }
        Matcher made = MADE.matcher(given);
        if (found == null && made.matches()) {
            found = made(made.group(1), hash);
        }
        return Optional.ofNullable(found);
    }

    private @Nullable Holder made(String id, byte[] hash) {
        KeyTable.Key key = valid().get(id);
        // An id that is not known is compared, too.
        boolean same = isSame(hash, key == null ? "0".repeat(64) : key.sha256());
        Instant now = clock.instant();
        if (key == null || !same || !key.isValid(now)) {
            return null;
        }
        used.put(id, now);
        return new Holder(
                key.owner(), Caller.Role.valueOf(key.role()), new Caller.Key(key.id(), Set.copyOf(key.processes())));
    }

    private static boolean isSame(byte[] hash, String sha256) {
        return MessageDigest.isEqual(hash, sha256.getBytes(StandardCharsets.US_ASCII));
    }

    private Map<String, KeyTable.Key> valid() {
        Instant now = clock.instant();
        Snapshot known = snapshot;
        if (known.asked.plus(KNOWN_FOR).isAfter(now)) {
            return known.keys;
        }
        synchronized (this) {
            if (snapshot == known) {
                snapshot = ask(known, now);
            }
            return snapshot.keys;
        }
    }

    private Snapshot ask(Snapshot known, Instant now) {
        try {
            Map<String, KeyTable.Key> keys = new HashMap<>();
            table.valid(now, MAX_KEYS).forEach(key -> keys.put(key.id(), key));
            return new Snapshot(keys, now, now);
        } catch (StoreException e) {
            LOG.warn("Which API keys are good can't be asked: {}", e.getMessage());
            boolean trusted = known.taken.plus(TRUSTED_FOR).isAfter(now);
            return new Snapshot(trusted ? known.keys : Map.of(), known.taken, now);
        }
    }

    /** Makes a key; its secret is not kept. */
    public Made make(String owner, String label, Caller.Role role, List<String> processes, Instant expires, String by) {
        String id = UUID.randomUUID().toString().replace("-", "");
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret =
                "gck_" + id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        KeyTable.Key key = new KeyTable.Key(
                id, Sha256.of(secret), owner, label, role.name(), processes, expires, now, by, null, null);
        table.add(key);
        forget();
        return new Made(key, secret);
    }

    public void revoke(String id) {
        table.revoke(id, clock.instant().truncatedTo(ChronoUnit.MICROS));
        forget();
    }

    private synchronized void forget() {
        snapshot = new Snapshot(snapshot.keys, snapshot.taken, Instant.MIN);
    }

    /** Notes in the database which keys were used since it was last told. */
    public void noteUses() {
        for (String id : new ArrayList<>(used.keySet())) {
            Instant when = used.remove(id);
            if (when != null) {
                table.used(id, when.truncatedTo(ChronoUnit.MICROS));
            }
        }
    }
}
