package org.geocrop.security.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A browser on its way to the provider and back: what it takes along in a cookie, so that any server can go on with it.
 *
 * @param state that the provider hands back
 * @param nonce that the ID token names
 * @param verifier of the code (RFC 7636)
 * @param to where it goes afterwards: a path of this server, from its address on
 */
record Attempt(String state, String nonce, String verifier, String to) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    /** A cookie has at most 4096 bytes. */
    private static final int MAX_TO = 2000;

    static Attempt begin(@Nullable String to) {
        return new Attempt(secret(), secret(), secret(), ours(to));
    }

    /** Nothing that could lead to another server, or into a header. */
    private static String ours(@Nullable String to) {
        return to != null && to.length() <= MAX_TO && to.matches("/[!-\\[\\]-~]*") && !to.startsWith("//") ? to : "/";
    }

    /** 256 random bits. */
    static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return base64(bytes);
    }

    String challenge() {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String written() {
        return base64(Json.write(this));
    }

    /** As it was written; empty if it was not. */
    static Optional<Attempt> read(String written) {
        try {
            Attempt read = Json.read(Base64.getUrlDecoder().decode(written), Attempt.class);
            Attempt attempt = new Attempt(read.state, read.nonce, read.verifier, ours(read.to));
            return Optional.of(attempt).filter(each -> !each.state.isEmpty() && !each.nonce.isEmpty());
        } catch (Json.MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "Attempt[" + to + "]";
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
