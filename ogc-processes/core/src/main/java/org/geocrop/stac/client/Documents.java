package org.geocrop.stac.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.geocrop.error.CatalogueException;
import org.geocrop.error.CatalogueUnreachableException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.net.Fetcher;
import org.geocrop.net.Http;

/** Fetches JSON documents of a catalogue, bounded in size and time, with retries where they can help. */
final class Documents {

    private static final int MAX_BYTES = 16 << 20;
    /** Values of a document, each of which becomes a node of tens of bytes: a page of some hundred items has fewer. */
    private static final int MAX_VALUES = 400_000;

    private static final int ATTEMPTS = 3;
    private static final String ACCEPT = "application/geo+json, application/json";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Fetcher fetcher;
    private final boolean filesAllowed;

    Documents(Http http, boolean filesAllowed) {
        this.fetcher = new Fetcher(http, Fetcher.DEFAULT_REQUESTS_PER_HOST);
        this.filesAllowed = filesAllowed;
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

    ForeignJson get(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.matches("https?") && !(scheme.equals("file") && filesAllowed)) {
            throw new CatalogueException("A catalogue may not point at " + uri);
        }
        try {
            return "file".equals(uri.getScheme())
                    ? parse(uri, file(uri))
                    : send(new Http.Request(uri, Map.of("Accept", ACCEPT), null, TIMEOUT));
        } catch (RefusedException e) {
            throw new CatalogueException("The catalogue can't be read: " + e.getMessage(), e);
        }
    }

    ForeignJson post(URI uri, ForeignJson body) throws RefusedException {
        return send(new Http.Request(
                uri, Map.of("Accept", ACCEPT, "Content-Type", "application/json"), Json.write(body), TIMEOUT));
    }

    private ForeignJson send(Http.Request request) throws RefusedException {
        String reason = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Thread.sleep(attempt * 300L);
                Fetcher.Fetched fetched = fetcher.fetch(request, MAX_BYTES + 1);
                int status = fetched.status();
                if (status / 100 == 2) {
                    return parse(request.uri(), fetched.body());
                }
                if (status < 500 && status != 429 && status != 408) {
                    throw new RefusedException(request.uri(), status);
                }
                reason = "HTTP status " + status;
            } catch (Http.RefusedException e) {
                throw new CatalogueException(request.uri() + " may not be read: " + e.getMessage(), e);
            } catch (IOException e) {
                reason = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CatalogueException("Reading " + request.uri() + " was interrupted", e);
            }
        }
        throw new CatalogueUnreachableException(
                "The catalogue can't be reached at " + request.uri() + " (" + ATTEMPTS + " attempts): " + reason);
    }

    private static byte[] file(URI uri) {
        try (InputStream in = Files.newInputStream(Path.of(uri))) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new CatalogueException("The catalogue can't be read: there is no " + uri, e);
        }
    }

    private static ForeignJson parse(URI uri, byte[] body) {
        if (body.length > MAX_BYTES) {
            throw new CatalogueException(uri + " is longer than " + MAX_BYTES + " bytes");
        }
        try {
            if (Json.count(body, MAX_VALUES) > MAX_VALUES) {
                throw new CatalogueException(uri + " has more than " + MAX_VALUES + " values");
            }
            return ForeignJson.read(body);
        } catch (Json.MalformedException e) {
            throw new CatalogueException(uri + " is not JSON: " + e.getMessage(), e);
        }
    }
}
