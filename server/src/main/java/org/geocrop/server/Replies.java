package org.geocrop.server;

import org.geocrop.store.Json;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Answers of common forms. */
public final class Replies {

    private static final String FOR_EVER = "max-age=31536000, immutable";

    private Replies() {}

    /** Results never change: whoever has them may keep them; shared caches only what is public. */
    public static String immutable(boolean isPublic) {
        return (isPublic ? "public, " : "private, ") + FOR_EVER;
    }

    /** 200 with a JSON document, and one more header. */
    public static ResponseEntity<byte[]> json(JsonNode document, String header, String value) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(header, value)
                .body(Json.write(document));
    }

    public static ResponseEntity<byte[]> json(JsonNode document) {
        return json(document, "Cache-Control", "no-cache");
    }
}
