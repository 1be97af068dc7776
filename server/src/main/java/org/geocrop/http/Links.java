package org.geocrop.http;

import org.geocrop.json.Json;
import org.geocrop.settings.Settings;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.node.ObjectNode;

/** Absolute links of the server as a request addressed it. */
@Component
public class Links {

    private final String publicUrl;

    Links(Settings settings) {
        String configured = settings.publicUrl();
        this.publicUrl = configured == null ? "" : configured.replaceAll("/+$", "");
    }

    /** What links of the current request begin with, without a slash at the end. */
    public String base() {
        return publicUrl.isEmpty()
                ? ServletUriComponentsBuilder.fromCurrentContextPath().toUriString()
                : publicUrl;
    }

    /** The URL of a path that begins with a slash. */
    public String to(String path) {
        return base() + path;
    }

    /** A link of a document that is a record. */
    public record Link(String href, String rel, String type, String title) {

        /** A link to a path of the server. */
        public static Link to(String base, String rel, String type, String path, String title) {
            return new Link(base + path, rel, type, title);
        }
    }

    public ObjectNode link(String rel, String type, String path, String title) {
        return link(base(), rel, type, path, title);
    }

    /** A link outside of a request. */
    public static ObjectNode link(String base, String rel, String type, String path, String title) {
        return Json.object()
                .put("href", base + path)
                .put("rel", rel)
                .put("type", type)
                .put("title", title);
    }
}
