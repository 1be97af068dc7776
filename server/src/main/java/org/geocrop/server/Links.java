package org.geocrop.server;

import org.geocrop.store.Json;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.node.ObjectNode;

/** Absolute links of the current request's server. */
@Component
class Links {

    private final String publicUrl;

    Links(Settings settings) {
        String configured = settings.publicUrl();
        this.publicUrl = configured == null ? "" : configured.replaceAll("/+$", "");
    }

    /** The URL of a path that begins with a slash. */
    String to(String path) {
        String base = publicUrl.isEmpty()
                ? ServletUriComponentsBuilder.fromCurrentContextPath().toUriString()
                : publicUrl;
        return base + path;
    }

    ObjectNode link(String rel, String type, String path, String title) {
        return Json.object()
                .put("href", to(path))
                .put("rel", rel)
                .put("type", type)
                .put("title", title);
    }
}
