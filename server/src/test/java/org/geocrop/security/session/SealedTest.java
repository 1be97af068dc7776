package org.geocrop.security.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tokens that only the holder of a cookie can read. */
class SealedTest {

    @Test
    void opensWithItsCookieAlone() {
        Sealed tokens = new Sealed("refresh-me", "who-i-am");
        String sealed = tokens.by("cookie");
        assertThat(sealed).isNotEqualTo(tokens.by("cookie")).doesNotContain("refresh-me");
        assertThat(Sealed.open(sealed, "cookie")).isEqualTo(tokens);
        assertThat(Sealed.open(sealed, "another")).isEqualTo(new Sealed(null, null));
        assertThat(Sealed.open("AA" + sealed.substring(2), "cookie")).isEqualTo(new Sealed(null, null));
        for (String broken : new String[] {"", "AAAA", "!", sealed.substring(0, 20)}) {
            assertThat(Sealed.open(broken, "cookie")).isEqualTo(new Sealed(null, null));
        }
        assertThat(Sealed.open(null, "cookie")).isEqualTo(new Sealed(null, null));
        assertThat(tokens).hasToString("Sealed");
    }

    @Test
    void whatTheProviderDidNotGiveIsNotThere() {
        assertThat(Sealed.open(new Sealed(null, "id").by("c"), "c")).isEqualTo(new Sealed(null, "id"));
    }
}
