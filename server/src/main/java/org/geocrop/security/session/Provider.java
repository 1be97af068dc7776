package org.geocrop.security.session;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.security.identity.Tokens;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;

/** The provider's endpoints, as its metadata tells them, and what it answers there. Metadata are kept for some minutes. */
final class Provider {

    private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_ANSWER = 1 << 20;

    private final String issuer;
    private final Settings.SignIn settings;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private @Nullable ForeignJson metadata;
    private Instant asked = Instant.MIN;

    Provider(String issuer, Settings.SignIn settings) {
        this.issuer = issuer;
        this.settings = settings;
    }

    /** The provider has refused: what was given to it is not good, or no more. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Its answer to a grant.
     *
     * @param seconds for which the access token is good; 0 if it does not say
     */
    record Answer(
            @Nullable String idToken,
            @Nullable String accessToken,
            @Nullable String refreshToken,
            long seconds) {

        /** Without what is secret. */
        @Override
        public String toString() {
            return "Answer[" + seconds + " s]";
        }
    }

    /** Where the browser goes to sign in (OpenID Connect Core 1.0, section 3.1.2.1; RFC 7636). */
    URI authorization(String redirect, Attempt attempt) throws IOException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client());
        query.put("redirect_uri", redirect);
        query.put("scope", settings.scope());
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        return at("authorization_endpoint", query);
    }

    /** Where the browser goes to sign out (RP-Initiated Logout 1.0); empty if the provider has no such place. */
    Optional<URI> endOfSession(@Nullable String idToken, String back) throws IOException {
        if (endpoint("end_session_endpoint").isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> query = new LinkedHashMap<>();
        if (idToken != null) {
            query.put("id_token_hint", idToken);
        }
        query.put("client_id", client());
        query.put("post_logout_redirect_uri", back);
        return Optional.of(at("end_session_endpoint", query));
    }

    Answer exchange(String code, String verifier, String redirect) throws IOException, RefusedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", redirect);
        form.put("code_verifier", verifier);
        return grant(form);
    }

    Answer refresh(String token) throws IOException, RefusedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", token);
        return grant(form);
    }

    private Answer grant(Map<String, String> form) throws IOException, RefusedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint("token_endpoint")))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json");
        String secret = settings.clientSecret();
        if (secret == null || secret.isBlank()) {
            form.put("client_id", client());
        } else if (takesBasic()) {
            String pair = encode(client()) + ":" + encode(secret);
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        } else {
            form.put("client_id", client());
            form.put("client_secret", secret);
        }
        HttpResponse<java.io.InputStream> response = send(
                request.POST(HttpRequest.BodyPublishers.ofString(encode(form))).build());
        ForeignJson json;
        try (java.io.InputStream body = response.body()) {
            json = ForeignJson.read(body.readNBytes(MAX_ANSWER));
        } catch (Json.MalformedException e) {
            throw new IOException("The provider answered " + response.statusCode() + " without JSON", e);
        }
        if (response.statusCode() == 200) {
            return new Answer(text(json, "id_token"), text(json, "access_token"), text(json, "refresh_token"), (long)
                    json.number("expires_in", 0));
        }
        String error = response.statusCode() + " " + json.text("error") + " " + json.text("error_description");
        if (response.statusCode() == 400 || response.statusCode() == 401) {
            throw new RefusedException(error.strip());
        }
        throw new IOException("The provider answered " + error.strip());
    }

    private HttpResponse<java.io.InputStream> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    /** OpenID Connect Discovery 1.0, section 3: Basic is the default. */
    private boolean takesBasic() throws IOException {
        ForeignJson methods = metadata().get("token_endpoint_auth_methods_supported");
        return methods.isMissing()
                || methods.stream().anyMatch(method -> method.text().equals("client_secret_basic"))
                || methods.stream().noneMatch(method -> method.text().equals("client_secret_post"));
    }

    private URI at(String name, Map<String, String> query) throws IOException {
        String endpoint = endpoint(name);
        if (endpoint.isEmpty()) {
            throw new IOException("The provider's metadata name no " + name);
        }
        return URI.create(endpoint + (endpoint.indexOf('?') < 0 ? "?" : "&") + encode(query));
    }

    private String endpoint(String name) throws IOException {
        return metadata().text(name);
    }

    private synchronized ForeignJson metadata() throws IOException {
        Instant now = Instant.now();
        ForeignJson known = metadata;
        if (known != null && asked.plus(KNOWN_FOR).isAfter(now)) {
            return known;
        }
        try {
            known = Tokens.metadata(issuer);
            metadata = known;
        } catch (IOException e) {
            if (known == null) {
                throw e;
            }
            Tokens.LOG.warn("The provider's metadata can't be fetched anew: {}", e.getMessage());
        }
        asked = now;
        return known;
    }

    private String client() {
        return String.valueOf(settings.clientId());
    }

    private static @Nullable String text(ForeignJson json, String member) {
        String value = json.text(member);
        return value.isEmpty() ? null : value;
    }

    private static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + encode(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
