package org.geocrop.http;

import java.time.Duration;
import org.geocrop.json.Json;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers of common forms. */
public final class Replies {

    /** The header that carries an API key. */
    public static final String API_KEY = "X-API-Key";

    /** By what a caller is known; what one may see, another may not. */
    public static final String CALLER = "Authorization, Cookie, " + API_KEY;

    private Replies() {}

    /**
     * Says how long a result may be kept. It never changes, so whoever may read it may keep it; shared caches keep what
     * is public for a short time only, since it may be public no more.
     */
    public static void keepResult(HttpHeaders headers, boolean isPublic, Duration shortAge) {
        headers.set(
                "Cache-Control",
                isPublic ? "public, max-age=" + shortAge.toSeconds() : "private, max-age=31536000, immutable");
        varyByCaller(headers);
    }

    /** Says that another caller may get another answer. */
    public static void varyByCaller(HttpHeaders headers) {
        headers.add("Vary", CALLER);
    }

    /** 200 with a JSON document, a tree or a record, and one more header. */
    public static ResponseEntity<byte[]> json(Object document, String header, String value) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(header, value)
                .body(Json.write(document));
    }

    public static ResponseEntity<byte[]> json(Object document) {
        return json(document, "Cache-Control", "no-cache");
    }
}
