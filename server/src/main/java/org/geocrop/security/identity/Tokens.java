package org.geocrop.security.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geocrop.access.Caller;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Tokens of the identity provider: which are good, and whose they are. */
public final class Tokens {

    public static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    private static final int MAX_DOCUMENT = 1 << 20;
    private static final int TIMEOUT_MS = 5000;
    /** OpenID Connect Core 1.0, section 2: a subject has at most 255 ASCII characters. */
    private static final String SUBJECT = "[!-~](?:[ -~]{0,253}[!-~])?";

    private static final int MAX_GROUPS = 200;
    private static final int MAX_GROUP = 200;

    private final Settings.Identity identity;
    private final String issuer;
    private final KeySets keys = new KeySets(this::keys, Clock.systemUTC());

    public Tokens(Settings.Identity identity) {
        this.identity = identity;
        this.issuer = String.valueOf(identity.issuer());
    }

    /** Of access tokens for this service. */
    public JwtDecoder decoder() {
        return decoder(validator(issuer, identity.audience()));
    }

    /** Of tokens that this issuer signed, and a validator lets pass. */
    public JwtDecoder decoder(OAuth2TokenValidator<Jwt> validator) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(
                        SignatureAlgorithm.RS256,
                        SignatureAlgorithm.RS384,
                        SignatureAlgorithm.RS512,
                        SignatureAlgorithm.PS256,
                        SignatureAlgorithm.ES256,
                        SignatureAlgorithm.ES384)))
                .build();
        decoder.setJwtValidator(validator);
        return decoder;
    }

    /** A token is the issuer's, for this audience, of its time, and names a user. */
    public static OAuth2TokenValidator<Jwt> validator(String issuer, String audience) {
        return new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(issuer),
                new JwtClaimValidator<Object>(
                        "aud",
                        given ->
                                given instanceof Collection<?> many ? many.contains(audience) : audience.equals(given)),
                token -> isUser(token.getClaims().get("sub"))
                        ? OAuth2TokenValidatorResult.success()
                        : OAuth2TokenValidatorResult.failure(new OAuth2Error(
                                "invalid_token", "The token has no subject of 1 to 255 ASCII characters", null)));
    }

    private static boolean isUser(@Nullable Object subject) {
        return subject instanceof String text && text.matches(SUBJECT);
    }

    public JwtAuthenticationToken user(Jwt token) {
        return new JwtAuthenticationToken(
                token, authorities(roles(token), groups(token)), Users.ofIssuer(issuer, token.getSubject()));
    }

    /** A role and all below it. */
    public static List<GrantedAuthority> authorities(Caller.Role role) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (Caller.Role each : Caller.Role.values()) {
            if (each.compareTo(role) <= 0) {
                authorities.add(new SimpleGrantedAuthority(each.authority()));
            }
        }
        return authorities;
    }

    /** What roles and groups let their user do. */
    public static List<GrantedAuthority> authorities(List<String> roles, List<String> groups) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        for (Caller.Role role : Caller.Role.values()) {
            if (roles.contains(role.name().toLowerCase(Locale.ROOT))) {
                authorities.addAll(authorities(role));
            }
        }
        groups.forEach(group -> authorities.add(Caller.group(group)));
        return authorities;
    }

    /** Roles of this service that a token names. */
    public List<String> roles(Jwt token) {
        List<String> given = texts(token, identity.rolesClaim());
        return Arrays.stream(Caller.Role.values())
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .filter(given::contains)
                .toList();
    }

    public List<String> groups(Jwt token) {
        return texts(token, identity.groupsClaim()).stream()
                .filter(group -> !group.isBlank() && group.length() <= MAX_GROUP)
                .limit(MAX_GROUPS)
                .toList();
    }

    /** Texts of a claim; dots in its name lead into nested ones. */
    private static List<String> texts(Jwt token, String claimName) {
        Object claim = token.getClaims();
        for (String name : claimName.split("\\.")) {
            claim = claim instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return claim instanceof Collection<?> many
                ? many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private String keys() throws IOException {
        String jwks = identity.jwks();
        return read(jwks == null || jwks.isBlank() ? discovered() : jwks);
    }

    /** Where the issuer's metadata says that its keys are (OpenID Connect Discovery 1.0, section 4). */
    private String discovered() throws IOException {
        return metadata(issuer).text("jwks_uri");
    }

    /** What an issuer says of itself. */
    public static ForeignJson metadata(String issuer) throws IOException {
        String metadata = read(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration");
        try {
            ForeignJson json = ForeignJson.read(metadata.getBytes(StandardCharsets.UTF_8));
            if (!json.text("issuer").equals(issuer)) {
                throw new IOException("The metadata there are of another issuer");
            }
            return json;
        } catch (Json.MalformedException e) {
            throw new IOException("The metadata there are not JSON", e);
        }
    }

    private static String read(String address) throws IOException {
        try {
            URLConnection connection = URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readNBytes(MAX_DOCUMENT), StandardCharsets.UTF_8);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + address + "' is no address", e);
        }
    }
}
