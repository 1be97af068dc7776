package org.geocrop.maps.stac;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.geocrop.http.Links;
import org.geocrop.json.ForeignJson;
import org.jspecify.annotations.Nullable;

/** A link of a STAC API: to be followed by a method, with a body where that is POST. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StacLink(
        String href,
        String rel,
        String type,
        String title,
        @Nullable String method,
        @Nullable ForeignJson body) {

    static StacLink of(Links.Link link) {
        return of(link, null, null);
    }

    static StacLink of(Links.Link link, @Nullable String method, @Nullable ForeignJson body) {
        return new StacLink(link.href(), link.rel(), link.type(), link.title(), method, body);
    }
}
