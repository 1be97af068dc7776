package org.geocrop.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.hash.Sha256;
import org.jspecify.annotations.Nullable;

/** A provider of identities: its keys by HTTP, and tokens of whoever is wanted. */
final class Issuer implements AutoCloseable {

    static final String AUDIENCE = "geocrop";

    private final HttpServer keys;
    private final RSAKey key;

    Issuer() throws IOException, JOSEException {
        key = newKey();
        keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] jwks = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        keys.createContext("/jwks", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        keys.start();
    }

    static RSAKey newKey() throws JOSEException {
        return new RSAKeyGenerator(2048).keyID("one").generate();
    }

    String address() {
        return "http://127.0.0.1:" + keys.getAddress().getPort();
    }

    /**
     * Starts a server that takes its tokens, and a key of the analyst {@code robot}.
     *
     * @param more settings besides
     */
    TestServer start(Path data, String robotKey, Map<String, String> more, String... arguments)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("GEOCROP_SAMPLE_SIZE", "128");
        environment.put("GEOCROP_OIDC_ISSUER", address());
        environment.put("GEOCROP_OIDC_JWKS", address() + "/jwks");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--geocrop.identity.api-keys[0].user=robot");
        all.add("--geocrop.identity.api-keys[0].role=analyst");
        all.add("--geocrop.identity.api-keys[0].sha256=" + Sha256.of(robotKey));
        return TestServer.start(data, environment, all.toArray(String[]::new));
    }

    RSAKey key() {
        return key;
    }

    /** As the server names a user. */
    String owner(String user) {
        return address() + "|" + user;
    }

    static String token(
            RSAKey signer,
            String issuer,
            String audience,
            Instant expires,
            @Nullable String user,
            List<String> groups,
            String... roles)
            throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(audience)
                .subject(user)
                .issueTime(Date.from(expires.minusSeconds(600)))
                .expirationTime(Date.from(expires))
                .claim("roles", List.of(roles))
                .claim("groups", groups)
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
        token.sign(new RSASSASigner(signer));
        return "Bearer " + token.serialize();
    }

    /** Headers of a user with roles. */
    String[] user(String name, String... roles) throws JOSEException {
        return member(name, List.of(), roles);
    }

    /** Headers of a member of groups with roles. */
    String[] member(String name, List<String> groups, String... roles) throws JOSEException {
        return new String[] {
            "Authorization", token(key, address(), AUDIENCE, Instant.now().plusSeconds(900), name, groups, roles)
        };
    }

    @Override
    public void close() {
        keys.stop(0);
    }
}
