package org.geocrop.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.access.Caller;
import org.geocrop.hash.Sha256;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;

/** Which tokens name a user, and which user. */
class TokensTest {

    private static final String ISSUER = "https://login.example/realm";

    private static final Settings.Identity IDENTITY = new Settings.Identity(
            ISSUER,
            "",
            "geocrop",
            "realm_access.roles",
            "groups",
            List.of(new Settings.ApiKey("ann", Caller.Role.ANALYST, Sha256.of("x"))),
            false);

    private static Jwt token(@Nullable Object subject) {
        Instant now = Instant.now();
        Jwt.Builder builder = Jwt.withTokenValue("t")
                .header("alg", "RS256")
                .issuer(ISSUER)
                .audience(List.of("geocrop"))
                .issuedAt(now.minusSeconds(5))
                .expiresAt(now.plusSeconds(60))
                .claim("realm_access", Map.of("roles", List.of("viewer", "boss", 7)))
                .claim("groups", List.of("field-team", " ", 3));
        return (subject == null ? builder : builder.claim("sub", subject)).build();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\t", " ann", "ann ", "a\u0000b", "a\nb", "ünn"})
    void noSubjectNoUser(@Nullable String subject) {
        assertThat(Tokens.validator(ISSUER, "geocrop").validate(token(subject)).hasErrors())
                .isTrue();
    }

    @Test
    void subjectsThatAreNoTextOrTooLong() {
        for (Object subject : List.of(7, List.of("ann"), "a".repeat(256))) {
            assertThat(Tokens.validator(ISSUER, "geocrop")
                            .validate(token(subject))
                            .hasErrors())
                    .isTrue();
        }
        assertThat(Tokens.validator(ISSUER, "geocrop")
                        .validate(token("a".repeat(255)))
                        .hasErrors())
                .isFalse();
        assertThat(Tokens.validator(ISSUER, "other").validate(token("ann")).hasErrors())
                .isTrue();
    }

    @Test
    void aSubjectEqualToAKeysUserIsAnotherUser() {
        SecurityContextHolder.getContext().setAuthentication(new Tokens(IDENTITY).user(token("ann")));
        try {
            Caller caller = Caller.current();
            assertThat(caller.user()).isEqualTo(ISSUER + "|ann").isNotEqualTo(Users.ofKey("ann"));
            assertThat(caller.roles()).isEqualTo(Set.of(Caller.Role.VIEWER));
            assertThat(caller.groups()).isEqualTo(Set.of("field-team"));
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    @Test
    void namesOfRequests() {
        assertThat(Users.named("ann", IDENTITY)).isEqualTo(ISSUER + "|ann");
        assertThat(Users.named("key|ann", IDENTITY)).isEqualTo("key|ann");
        assertThat(Users.named("auth0|17", IDENTITY)).isEqualTo(ISSUER + "|auth0|17");
        assertThat(Users.isQualified("local")).isTrue();
        assertThat(Users.isQualified("auth0|17")).isFalse();
    }

    @Test
    void nobodyHasNoRole() {
        assertThat(new Caller("", Set.of(), Set.of(), null).isNobody()).isTrue();
        assertThatThrownBy(() -> new Caller(" ", Set.of(Caller.Role.VIEWER), Set.of(), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
