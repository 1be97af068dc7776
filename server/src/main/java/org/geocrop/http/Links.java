package org.geocrop.http;

import org.geocrop.settings.Settings;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

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

    public Link link(String rel, String type, String path, String title) {
        return Link.to(base(), rel, type, path, title);
    }
}
