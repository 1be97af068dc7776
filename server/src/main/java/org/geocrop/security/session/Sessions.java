package org.geocrop.security.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.geocrop.error.StoreException;
import org.geocrop.hash.Sha256;
import org.geocrop.jdbc.SessionTable;
import org.geocrop.security.identity.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of browsers: in the database, so that every server knows them and a restart ends none; the database has the
 * SHA-256 of a cookie alone. A session that is ended on another server is good for five seconds more; without a database
 * what was known counts for a minute.
 */
final class Sessions {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);
    private static final Duration TRUSTED_FOR = Duration.ofMinutes(1);
    private static final int MAX_KNOWN = 20_000;
    private static final String COOKIE = "[A-Za-z0-9_-]{43}";
    /** When a renewal is tried again that came to no end. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final SessionTable table;
    private final Provider provider;
    private final IdTokens tokens;
    private final Duration age;
    private final Duration renewal;
    private final Clock clock;
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .maximumSize(MAX_KNOWN)
            .expireAfterWrite(TRUSTED_FOR)
            .build();

    /** What the database said, and when. */
    private record Known(Optional<SessionTable.Session> session, Instant asked) {}

    Sessions(SessionTable table, Provider provider, IdTokens tokens, Duration age, Duration renewal, Clock clock) {
        this.table = table;
        this.provider = provider;
        this.tokens = tokens;
        this.age = age;
        this.renewal = renewal;
        this.clock = clock;
    }

    /**
     * Begins a session.
     *
     * @return its cookie
     */
    String begin(IdTokens.User user, Provider.Answer answer) {
        String cookie = Attempt.secret();
        Instant now = now();
        table.add(session(Sha256.of(cookie), cookie, user, answer, now.plus(age), now));
        return cookie;
    }

    /** The session of a cookie, renewed if it is time. */
    Optional<SessionTable.Session> find(String cookie) {
        if (!cookie.matches(COOKIE)) {
            return Optional.empty();
        }
        String sha256 = Sha256.of(cookie);
        Instant now = now();
        Optional<SessionTable.Session> found = read(sha256, now);
        if (found.isPresent() && isDue(found.get(), now)) {
            return renewed(found.get(), cookie, now);
        }
        return found;
    }

    /**
     * Ends a session.
     *
     * @return the ID token by which the provider knows it, or null
     */
    @Nullable String end(String cookie) {
        String sha256 = Sha256.of(cookie);
        String idToken = table.find(sha256, now())
                .map(session -> Sealed.open(session.sealed(), cookie).idToken())
                .orElse(null);
        table.remove(sha256);
        known.invalidate(sha256);
        return idToken;
    }

    private Optional<SessionTable.Session> read(String sha256, Instant now) {
        Known before = known.getIfPresent(sha256);
        if (before == null || !before.asked.plus(KNOWN_FOR).isAfter(now)) {
            try {
                before = new Known(table.find(sha256, now), now);
                known.put(sha256, before);
            } catch (StoreException e) {
                if (before == null) {
                    throw e;
                }
                Tokens.LOG.warn("Which sessions are good can't be asked: {}", e.getMessage());
            }
        }
        return before.session.filter(session -> session.expires().isAfter(now));
    }

    private static boolean isDue(SessionTable.Session session, Instant now) {
        return session.renew() != null && !session.renew().isAfter(now);
    }

    /** One of all requests and servers asks the provider; the others go on with what is known. */
    private Optional<SessionTable.Session> renewed(SessionTable.Session session, String cookie, Instant now) {
        boolean isMine;
        try {
            isMine = table.claim(session, now.plus(AGAIN));
        } catch (StoreException e) {
            return Optional.of(session);
        }
        known.invalidate(session.sha256());
        if (!isMine) {
            return read(session.sha256(), now);
        }
        Sealed before = Sealed.open(session.sealed(), cookie);
        try {
            Provider.Answer answer = provider.refresh(String.valueOf(before.refreshToken()));
            IdTokens.User user = tokens.again(
                    answer, new IdTokens.User(session.owner(), session.name(), session.roles(), session.groups()));
            Provider.Answer whole = new Provider.Answer(
                    answer.idToken() == null ? before.idToken() : answer.idToken(),
                    answer.accessToken(),
                    answer.refreshToken() == null ? before.refreshToken() : answer.refreshToken(),
                    answer.seconds());
            SessionTable.Session after = session(session.sha256(), cookie, user, whole, session.expires(), now);
            table.renew(after);
            return Optional.of(after);
        } catch (Provider.RefusedException e) {
            Tokens.LOG.info("A session of {} ends: {}", session.owner(), e.getMessage());
            table.remove(session.sha256());
            return Optional.empty();
        } catch (IOException | StoreException e) {
            Tokens.LOG.warn("A session can't be renewed now: {}", e.getMessage());
            return Optional.of(session);
        } finally {
            known.invalidate(session.sha256());
        }
    }

    private SessionTable.Session session(
            String sha256, String cookie, IdTokens.User user, Provider.Answer answer, Instant expires, Instant now) {
        boolean renews = answer.refreshToken() != null;
        Duration good = answer.seconds() <= 0 || answer.seconds() > renewal.toSeconds()
                ? renewal
                : Duration.ofSeconds(answer.seconds());
        return new SessionTable.Session(
                sha256,
                user.owner(),
                user.name(),
                user.roles(),
                user.groups(),
                expires,
                renews ? now.plus(good) : null,
                new Sealed(answer.refreshToken(), answer.idToken()).by(cookie));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
