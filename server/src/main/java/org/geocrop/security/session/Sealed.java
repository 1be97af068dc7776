package org.geocrop.security.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.geocrop.json.Json;
import org.geocrop.security.identity.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The provider's tokens of a session, sealed with AES-GCM by a key that follows from its cookie alone: who reads the
 * database reads no token.
 *
 * @param refreshToken by which it is renewed, or null
 * @param idToken by which the provider knows whom to sign out, or null
 */
record Sealed(@Nullable String refreshToken, @Nullable String idToken) {

    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What is sealed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Opened(
            @Nullable String refresh, @Nullable String id) {}

    String by(String cookie) {
        try {
            byte[] iv = new byte[IV_BYTES];
            RANDOM.nextBytes(iv);
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, cookie, iv).doFinal(Json.write(new Opened(refreshToken, idToken)));
            byte[] all = Arrays.copyOf(iv, IV_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, IV_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing where it is no text of {@link #by} with this cookie. */
    static Sealed open(@Nullable String sealed, String cookie) {
        if (sealed == null) {
            return new Sealed(null, null);
        }
        try {
            byte[] all = Base64.getDecoder().decode(sealed);
            if (all.length < IV_BYTES + TAG_BITS / 8) {
                return new Sealed(null, null);
            }
            byte[] iv = Arrays.copyOf(all, IV_BYTES);
            Opened opened = Json.read(
                    cipher(Cipher.DECRYPT_MODE, cookie, iv).doFinal(all, IV_BYTES, all.length - IV_BYTES),
                    Opened.class);
            return new Sealed(opened.refresh, opened.id);
        } catch (GeneralSecurityException | Json.MalformedException | IllegalArgumentException e) {
            Tokens.LOG.warn("The tokens of a session can't be read: {}", e.getMessage());
            return new Sealed(null, null);
        }
    }

    private static Cipher cipher(int mode, String cookie, byte[] iv) throws GeneralSecurityException {
        byte[] key = MessageDigest.getInstance("SHA-256")
                .digest(("sealed tokens by " + cookie).getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
        return cipher;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "Sealed";
    }
}
