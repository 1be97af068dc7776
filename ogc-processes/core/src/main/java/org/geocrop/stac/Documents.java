package org.geocrop.stac;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.geocrop.error.CatalogueException;
import org.geocrop.store.Json;
import tools.jackson.databind.JsonNode;

/** Fetches JSON documents of a catalogue, bounded in size and time, with retries where they can help. */
final class Documents {

    private static final int MAX_BYTES = 64 << 20;
    private static final int ATTEMPTS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client;

    Documents(HttpClient client) {
        this.client = client;
    }

    /** A server's answer that is not a success, and that no retry will change. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        final int status;

        RefusedException(URI uri, int status) {
            super(uri + " answered with HTTP status " + status);
            this.status = status;
        }
    }

    JsonNode get(URI uri) {
        try {
            return "file".equals(uri.getScheme())
                    ? parse(uri, file(uri))
                    : send(HttpRequest.newBuilder(uri).GET());
        } catch (RefusedException e) {
            throw new CatalogueException("The catalogue can't be read: " + e.getMessage(), e);
        }
    }

    JsonNode post(URI uri, JsonNode body) throws RefusedException {
        return send(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body))));
    }

    private JsonNode send(HttpRequest.Builder builder) throws RefusedException {
        HttpRequest request = builder.timeout(TIMEOUT)
                .header("Accept", "application/geo+json, application/json")
                .build();
        String reason = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Thread.sleep(attempt * 300L);
                HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                try (InputStream body = response.body()) {
                    int status = response.statusCode();
                    if (status / 100 == 2) {
                        return parse(request.uri(), body.readNBytes(MAX_BYTES + 1));
                    }
                    if (status < 500 && status != 429 && status != 408) {
                        throw new RefusedException(request.uri(), status);
                    }
                    reason = "HTTP status " + status;
                }
            } catch (IOException e) {
                reason = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CatalogueException("Reading " + request.uri() + " was interrupted", e);
            }
        }
        throw new CatalogueException(
                "The catalogue can't be reached at " + request.uri() + " (" + ATTEMPTS + " attempts): " + reason);
    }

    private static byte[] file(URI uri) {
        try (InputStream in = Files.newInputStream(Path.of(uri))) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new CatalogueException("The catalogue can't be read: there is no " + uri, e);
        }
    }

    private static JsonNode parse(URI uri, byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new CatalogueException(uri + " is longer than " + MAX_BYTES + " bytes");
        }
        try {
            return Json.read(body);
        } catch (Json.MalformedException e) {
            throw new CatalogueException(uri + " is not JSON: " + e.getMessage(), e);
        }
    }
}
