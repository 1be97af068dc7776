package org.geocrop.security.identity;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the identity provider: kept for some minutes, and fetched again for a key that is not among them at most
 * once in a while, whether that succeeds or not, so that tokens with invented keys make no traffic. While the provider
 * does not answer, the keys that are known go on counting.
 */
final class KeySets implements JWKSource<SecurityContext> {

    /** Fetches the keys. */
    @FunctionalInterface
    interface Fetch {
        String fetch() throws IOException;
    }

    /** After which keys are fetched anew, so that those that the provider withdrew end. */
    private static final Duration AGE = Duration.ofMinutes(5);
    /** The least time between two fetches. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final Fetch fetch;
    private final Clock clock;
    private @Nullable JWKSet keys;
    private Instant tried = Instant.MIN;
    private Instant fetched = Instant.MIN;

    KeySets(Fetch fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    @Override
    public synchronized List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
            throws KeySourceException {
        Instant now = clock.instant();
        if (keys == null || now.isAfter(fetched.plus(AGE))) {
            refresh(now);
        }
        List<JWK> found = keys == null ? List.of() : selector.select(keys);
        if (found.isEmpty() && refresh(now) && keys != null) {
            found = selector.select(keys);
        }
        if (keys == null) {
            throw new RemoteKeySourceException("The identity provider's keys are not known yet", null);
        }
        return found;
    }

    private boolean refresh(Instant now) {
        if (tried.isAfter(now.minus(PAUSE))) {
            return false;
        }
        tried = now;
        try {
            keys = JWKSet.parse(fetch.fetch());
            fetched = now;
            return true;
        } catch (IOException | ParseException e) {
            Tokens.LOG.warn("The identity provider's keys can't be fetched: {}", e.getMessage());
            return false;
        }
    }
}
