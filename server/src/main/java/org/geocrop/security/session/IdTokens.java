package org.geocrop.security.session;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.geocrop.security.identity.Tokens;
import org.geocrop.security.identity.Users;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Who has signed in, by the ID token of the provider (OpenID Connect Core 1.0, section 3.1.3.7). Roles and groups that
 * it does not name are taken from the access token, if that is one for this service.
 */
final class IdTokens {

    private static final int MAX_NAME = 300;

    private final Tokens tokens;
    private final String issuer;
    private final JwtDecoder ids;
    private final JwtDecoder access;

    IdTokens(Tokens tokens, String issuer, String client) {
        this.tokens = tokens;
        this.issuer = issuer;
        this.ids = tokens.decoder(new DelegatingOAuth2TokenValidator<>(
                Tokens.validator(issuer, client),
                new JwtClaimValidator<Object>("azp", party -> party == null || client.equals(party))));
        this.access = tokens.decoder();
    }

    /** Who has signed in. */
    record User(String owner, String name, List<String> roles, List<String> groups) {}

    /**
     * Who has signed in at first.
     *
     * @param nonce that was sent along
     * @throws Provider.RefusedException if the answer does not tell, or was meant for another browser
     */
    User first(Provider.Answer answer, String nonce) throws Provider.RefusedException {
        Jwt id = id(answer);
        if (!nonce.equals(id.getClaimAsString("nonce"))) {
            throw new Provider.RefusedException("The ID token was made for another attempt to sign in");
        }
        return user(id, answer);
    }

    /**
     * Whether it is still the same user, and what they may do now. Where the provider says nothing of users when it
     * renews, they stay as they are.
     *
     * @param before as they were
     */
    User again(Provider.Answer answer, User before) throws Provider.RefusedException {
        if (answer.idToken() != null) {
            User now = user(id(answer), answer);
            if (!now.owner.equals(before.owner)) {
                throw new Provider.RefusedException("The provider now names another user");
            }
            return now;
        }
        Jwt token = access(answer);
        return token == null || !Users.ofIssuer(issuer, token.getSubject()).equals(before.owner)
                ? before
                : new User(before.owner, before.name, tokens.roles(token), tokens.groups(token));
    }

    private Jwt id(Provider.Answer answer) throws Provider.RefusedException {
        try {
            return ids.decode(Objects.requireNonNullElse(answer.idToken(), ""));
        } catch (JwtException e) {
            throw new Provider.RefusedException("The ID token is not valid: " + e.getMessage());
        }
    }

    private @Nullable Jwt access(Provider.Answer answer) {
        try {
            return access.decode(Objects.requireNonNullElse(answer.accessToken(), ""));
        } catch (JwtException e) {
            // It is for others, who alone need to understand it.
            return null;
        }
    }

    private User user(Jwt id, Provider.Answer answer) {
        List<String> roles = tokens.roles(id);
        List<String> groups = tokens.groups(id);
        Jwt token = roles.isEmpty() || groups.isEmpty() ? access(answer) : null;
        if (token != null && token.getSubject().equals(id.getSubject())) {
            roles = roles.isEmpty() ? tokens.roles(token) : roles;
            groups = groups.isEmpty() ? tokens.groups(token) : groups;
        }
        String name = Stream.of("name", "preferred_username", "email", "sub")
                .map(id.getClaims()::get)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        return new User(
                Users.ofIssuer(issuer, id.getSubject()),
                name.substring(0, Math.min(MAX_NAME, name.length())),
                roles,
                groups);
    }
}
