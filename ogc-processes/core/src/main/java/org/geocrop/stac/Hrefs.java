package org.geocrop.stac;

import java.net.URI;
import org.geocrop.error.CatalogueException;

/** Links of catalogue documents, which are hostile until shown otherwise. */
final class Hrefs {

    private Hrefs() {}

    /**
     * Resolves a link.
     *
     * @param base where the document that holds the link was read
     * @throws CatalogueException if it is no URL, or leads from a remote document to a local file
     */
    static URI resolve(URI base, String href) {
        URI resolved;
        try {
            resolved = base.resolve(URI.create(href));
        } catch (IllegalArgumentException e) {
            throw new CatalogueException(base + " holds a link that is no URL: " + cut(href), e);
        }
        if ("file".equals(resolved.getScheme()) && !"file".equals(base.getScheme())) {
            throw new CatalogueException(base + " holds a link to a local file: " + cut(href));
        }
        return resolved;
    }

    private static String cut(String href) {
        return href.length() > 200 ? href.substring(0, 200) + "…" : href;
    }
}
