package org.geocrop.stac.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.geocrop.error.CatalogueException;
import org.geocrop.error.CatalogueUnreachableException;
import org.geocrop.geojson.GeoJson;
import org.geocrop.geojson.Shape;
import org.geocrop.json.ForeignJson;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.SceneSearch;
import org.jspecify.annotations.Nullable;

/**
 * A STAC API 1.0 (item search). Searches by POST with the AOI's polygon, falls back to GET with its bbox where POST is
 * refused, and follows {@code next} links of either method.
 */
final class StacApi implements Catalogue {

    private static final int PAGE = 100;
    private static final int MAX_PAGES = 500;
    private static final int MAX_ITEMS = 20_000;
    /** Beyond this many vertices some servers refuse the polygon; the bbox finds the same scenes and a few more. */
    private static final int MAX_VERTICES = 500;

    /** How provenance calls a link to further pages that can't be followed. */
    private static final String NEXT = "a link to the next page";

    private final Documents documents;
    private final URI search;
    private final List<String> collections;

    StacApi(Documents documents, URI search, List<String> collections) {
        this.documents = documents;
        this.search = search;
        this.collections = collections;
    }

    @Override
    public SceneSearch search(SceneQuery query) {
        Gathering found = new Gathering(query);
        Set<String> ids = new HashSet<>();
        Set<Request> asked = new HashSet<>();
        Request request = new Request(search, body(query));
        boolean isBarren = false;
        while (request != null) {
            if (asked.size() >= MAX_PAGES || found.size() > MAX_ITEMS) {
                throw new CatalogueException(search + " pages without end: stopped after " + asked.size()
                        + " pages and " + found.items() + " items; narrow the search");
            }
            ForeignJson page = page(request, query, asked.isEmpty(), found);
            asked.add(request);
            int before = ids.size();
            for (ForeignJson item : page.get("features")) {
                // What has no id is told by what it is.
                String id = item.text("id", item.toString());
                if (ids.add(item.text("collection") + "/" + id)) {
                    found.add(item, self(item, request.uri));
                }
            }
            boolean nothingNew = ids.size() == before;
            request = nothingNew && isBarren ? null : next(page, request, found);
            isBarren = nothingNew;
            if (request != null && asked.contains(request)) {
                found.leaveOut(NEXT, "it leads back to a page that was read already: " + request.uri);
                request = null;
            }
        }
        return found.finish();
    }

    /** A page to ask for: by POST if there is a body. */
    private record Request(URI uri, @Nullable ForeignJson body) {}

    /** A page; an empty one if it is not the first and will never be there. */
    private ForeignJson page(Request request, SceneQuery query, boolean isFirst, Gathering found) {
        try {
            ForeignJson page = fetch(request, query);
            if (page.get("features").isList()) {
                return page;
            }
            throw new CatalogueException(request.uri + " did not answer with a STAC item collection");
        } catch (CatalogueUnreachableException e) {
            throw e;
        } catch (CatalogueException e) {
            if (isFirst) {
                throw e;
            }
            found.leaveOut(NEXT, String.valueOf(e.getMessage()));
            return ForeignJson.empty();
        }
    }

    private ForeignJson fetch(Request request, SceneQuery query) {
        if (request.body == null) {
            return documents.get(request.uri);
        }
        try {
            return documents.post(request.uri, request.body);
        } catch (Documents.RefusedException e) {
            boolean first = request.uri.equals(search);
            if (first
                    && (e.status == 400 || e.status == 403 || e.status == 404 || e.status == 405 || e.status == 501)) {
                return documents.get(asGet(query));
            }
            throw new CatalogueException("The catalogue refused the search: " + e.getMessage(), e);
        }
    }

    /** The body of a search by POST. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Search(
            @Nullable List<String> collections,
            @Nullable Shape intersects,
            double @Nullable [] bbox,
            String datetime,
            int limit) {}

    private ForeignJson body(SceneQuery query) {
        boolean isSmall = query.aoi().geometry().getNumPoints() <= MAX_VERTICES;
        return ForeignJson.of(new Search(
                collections.isEmpty() ? null : collections,
                isSmall ? GeoJson.write(query.aoi().geometry()) : null,
                isSmall ? null : query.aoi().bounds(),
                query.season().interval(),
                PAGE));
    }

    private URI asGet(SceneQuery query) {
        String bbox =
                Arrays.stream(query.aoi().bounds()).mapToObj(Double::toString).collect(Collectors.joining(","));
        String parameters =
                "bbox=" + encode(bbox) + "&datetime=" + encode(query.season().interval()) + "&limit=" + PAGE
                        + (collections.isEmpty() ? "" : "&collections=" + encode(String.join(",", collections)));
        return URI.create(search + (search.getRawQuery() == null ? "?" : "&") + parameters);
    }

    private static @Nullable Request next(ForeignJson page, Request previous, Gathering found) {
        for (ForeignJson link : page.get("links")) {
            String href = link.text("href");
            if (!"next".equals(link.text("rel"))) {
                continue;
            }
            if (href.isBlank() && !link.get("body").isObject()) {
                // Some servers end so.
                return null;
            }
            try {
                return next(link, href.isBlank() ? previous.uri : Hrefs.resolve(previous.uri, href), previous);
            } catch (CatalogueException e) {
                found.leaveOut(NEXT, String.valueOf(e.getMessage()));
                return null;
            }
        }
        return null;
    }

    private static Request next(ForeignJson link, URI uri, Request previous) {
        if (!"POST".equalsIgnoreCase(link.text("method", "GET"))) {
            return new Request(uri, null);
        }
        ForeignJson own = link.get("body");
        ForeignJson before =
                previous.body != null && (link.flag("merge") || own.size() == 0) ? previous.body : ForeignJson.empty();
        return new Request(uri, before.withAll(own));
    }

    /** Where an item's relative hrefs resolve: its self link, or the page that it came in. */
    private static URI self(ForeignJson item, URI page) {
        for (ForeignJson link : item.get("links")) {
            if ("self".equals(link.text("rel"))) {
                try {
                    return Hrefs.resolve(page, link.text("href"));
                } catch (CatalogueException e) {
                    return page;
                }
            }
        }
        return page;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
