package org.geocrop.stac.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.geocrop.error.CatalogueException;

/** Links of catalogue documents, which are hostile until shown otherwise. */
final class Hrefs {

    /** Characters that a URI may not hold but links do; browsers and GDAL send them percent-encoded. */
    private static final String NOT_IN_URIS = " \"<>{}|^`";

    private Hrefs() {}

    /**
     * Resolves a link. What isn't allowed in a URI is percent-encoded, as browsers do (WHATWG URL).
     *
     * @param base where the document that holds the link was read
     * @throws CatalogueException if it is no URL, or leads from a remote document to a local file
     */
    static URI resolve(URI base, String href) {
        if (href.isBlank()) {
            throw new CatalogueException("it holds a link without an address");
        }
        URI resolved;
        try {
            resolved = base.resolve(URI.create(encode(withoutDriver(href.strip()))));
        } catch (IllegalArgumentException e) {
            throw new CatalogueException("it holds a link that is no URL: " + cut(href), e);
        }
        if ("file".equals(resolved.getScheme()) && !"file".equals(base.getScheme())) {
            throw new CatalogueException("it holds a link to a local file: " + cut(href));
        }
        return resolved;
    }

    /** GDAL's names of files behind its drivers, which some catalogues hold, as URLs. */
    private static String withoutDriver(String href) {
        if (href.startsWith("/vsicurl/http")) {
            return href.substring("/vsicurl/".length());
        }
        return href.startsWith("/vsis3/") ? "s3://" + href.substring("/vsis3/".length()) : href;
    }

    private static String encode(String href) {
        StringBuilder encoded = new StringBuilder();
        int path = startOfPath(href);
        for (int i = 0; i < href.length(); ) {
            int c = href.codePointAt(i);
            if (c == '\\' && i >= path) {
                encoded.append('/');
            } else if (c == '\t' || c == '\n' || c == '\r') {
                // Left out, as browsers do.
            } else if (c < 0x20
                    || c > 0x7e
                    || NOT_IN_URIS.indexOf(c) >= 0
                    || (i >= path && (c == '[' || c == ']'))
                    || (c == '%' && !isEscape(href, i))) {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append(String.format(Locale.ROOT, "%%%02X", b));
                }
            } else {
                encoded.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return encoded.toString();
    }

    /** Where scheme and host end. */
    private static int startOfPath(String href) {
        int host = href.indexOf("://");
        if (host < 0 || host > 10) {
            return 0;
        }
        int path = href.indexOf('/', host + 3);
        return path < 0 ? href.length() : path;
    }

    private static boolean isEscape(String href, int at) {
        return at + 2 < href.length()
                && Character.digit(href.charAt(at + 1), 16) >= 0
                && Character.digit(href.charAt(at + 2), 16) >= 0;
    }

    static String cut(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
