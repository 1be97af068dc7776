package org.geocrop.security.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** How often keys are fetched, on a clock that the test moves. */
class KeySetsTest {

    private static JWKSelector of(String kid) {
        return new JWKSelector(new JWKMatcher.Builder().keyID(kid).build());
    }

    @Test
    void unknownKeysFetchOnceInAWhile() throws Exception {
        RSAKey one = new RSAKeyGenerator(2048).keyID("one").generate();
        RSAKey two = new RSAKeyGenerator(2048).keyID("two").generate();
        AtomicInteger fetches = new AtomicInteger();
        MovedClock clock = new MovedClock();
        KeySets keys = new KeySets(
                () -> {
                    JWKSet set =
                            fetches.incrementAndGet() == 1 ? new JWKSet(one) : new JWKSet(java.util.List.of(one, two));
                    return set.toString();
                },
                clock);
        assertThat(keys.get(of("one"), null)).hasSize(1);
        for (int i = 0; i < 30; i++) {
            assertThat(keys.get(of("invented-" + i), null)).isEmpty();
        }
        assertThat(fetches).hasValue(1);
        clock.pass(KeySets.PAUSE.plusSeconds(1));
        assertThat(keys.get(of("two"), null)).as("a new key of the provider").hasSize(1);
        assertThat(keys.get(of("invented"), null)).isEmpty();
        assertThat(fetches).hasValue(2);
        clock.pass(Duration.ofMinutes(6));
        assertThat(keys.get(of("one"), null)).hasSize(1);
        assertThat(fetches).as("an old set is fetched anew").hasValue(3);
    }

    @Test
    void aProviderThatIsDownIsNotAskedByEachToken() throws Exception {
        AtomicInteger fetches = new AtomicInteger();
        MovedClock clock = new MovedClock();
        RSAKey one = new RSAKeyGenerator(2048).keyID("one").generate();
        KeySets keys = new KeySets(
                () -> {
                    if (fetches.incrementAndGet() != 2) {
                        throw new IOException("down");
                    }
                    return new JWKSet(one).toString();
                },
                clock);
        for (int i = 0; i < 10; i++) {
            Assertions.assertThatThrownBy(() -> keys.get(of("one"), null)).isInstanceOf(RemoteKeySourceException.class);
        }
        assertThat(fetches).hasValue(1);
        clock.pass(KeySets.PAUSE.plusSeconds(1));
        assertThat(keys.get(of("one"), null)).hasSize(1);
        clock.pass(Duration.ofMinutes(6));
        assertThat(keys.get(of("one"), null)).as("down again").hasSize(1);
        assertThat(fetches).hasValue(3);
    }
}
