package org.geocrop.security.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser takes along to the provider. */
class AttemptTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "x",
                "//evil.example/",
                "/\\evil.example/",
                "https://evil.example/",
                "/a\r\nSet-Cookie: a=b",
                "/a b",
                "/é"
            })
    void leadsNowhereElse(@Nullable String to) {
        assertThat(Attempt.begin(to).to()).isEqualTo("/");
    }

    @Test
    void leadsBackWhereItBegan() {
        String to = "/?m=4f-2&l=crop_type,confidence~50&aoi=30.97,-17.45,300";
        assertThat(Attempt.begin(to).to()).isEqualTo(to);
        assertThat(Attempt.begin("/" + "a".repeat(2000)).to()).isEqualTo("/");
    }

    @Test
    void comesBackAsItWent() {
        Attempt attempt = Attempt.begin("/jobs?f=html");
        assertThat(Attempt.read(attempt.written())).contains(attempt);
        assertThat(attempt.state()).isNotEqualTo(attempt.nonce()).isNotEqualTo(attempt.verifier());
        assertThat(new Attempt("s", "n", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "/").challenge())
                .as("the example of RFC 7636, appendix B")
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assertThat(attempt).hasToString("Attempt[/jobs?f=html]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "e30", "bm8ganNvbg"})
    void whatWasNotWrittenHereIsNone(String written) {
        assertThat(Attempt.read(written)).isEmpty();
    }

    @Test
    void aWrittenWayIsLookedAtAgain() {
        Attempt attempt = new Attempt("s", "n", "v", "//evil.example/");
        assertThat(Attempt.read(attempt.written()).map(Attempt::to)).contains("/");
    }
}
