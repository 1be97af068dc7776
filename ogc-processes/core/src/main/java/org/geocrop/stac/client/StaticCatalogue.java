package org.geocrop.stac.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geocrop.error.CatalogueException;
import org.geocrop.error.GeocropException;
import org.geocrop.json.ForeignJson;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.SceneSearch;
import org.jspecify.annotations.Nullable;

/**
 * A STAC catalogue of plain files, over HTTP or on disk: catalogs, collections and items joined by links. It is walked
 * level by level, documents of a level in parallel. What a link leads to, but can't be read, is left out; only if nothing
 * at all can be, the search fails.
 */
final class StaticCatalogue implements Catalogue {

    private static final int MAX_DOCUMENTS = 50_000;
    private static final int MAX_DEPTH = 12;
    private static final int CONCURRENCY = 24;

    private final Documents documents;
    private final List<URI> roots;

    /** A link to a document: as it was written, and where it leads. */
    private record Link(String text, URI uri) {}

    /** A catalogue that begins at some documents: its root, or single items. */
    StaticCatalogue(Documents documents, List<URI> roots) {
        this.documents = documents;
        this.roots = List.copyOf(roots);
    }

    @Override
    public SceneSearch search(SceneQuery query) {
        Gathering found = new Gathering(query);
        Set<URI> seen = new HashSet<>(roots);
        GeocropException fault = null;
        int read = 0;
        ExecutorService fetchers = Executors.newFixedThreadPool(CONCURRENCY);
        try {
            List<Link> level =
                    roots.stream().map(uri -> new Link(fileName(uri), uri)).toList();
            for (int depth = 0; !level.isEmpty(); depth++) {
                if (depth > MAX_DEPTH || seen.size() > MAX_DOCUMENTS) {
                    throw new CatalogueException("The catalogue at " + roots.get(0) + " is deeper than " + MAX_DEPTH
                            + " levels or has more than " + MAX_DOCUMENTS + " documents");
                }
                List<Link> next = new ArrayList<>();
                List<CompletableFuture<ForeignJson>> fetched = level.stream()
                        .map(link -> CompletableFuture.supplyAsync(() -> documents.get(link.uri), fetchers))
                        .toList();
                for (int i = 0; i < level.size(); i++) {
                    try {
                        visit(join(fetched.get(i)), level.get(i), found, next);
                        read++;
                    } catch (CatalogueException e) {
                        fault = fault == null ? e : fault;
                        found.leaveOut(level.get(i).text, String.valueOf(e.getMessage()));
                    }
                }
                next.removeIf(link -> !seen.add(link.uri));
                level = next;
            }
        } finally {
            fetchers.shutdownNow();
        }
        return requireSomething(found, fault, read);
    }

    /** Of a catalogue whose documents can't be read, but for those that lead to them, nothing is known. */
    private SceneSearch requireSomething(Gathering found, @Nullable GeocropException fault, int read) {
        if (fault != null && (read == 0 || (found.items() == 0 && roots.size() == 1))) {
            throw new CatalogueException(fileName(roots.get(0)) + ": " + fault.getMessage(), fault);
        }
        return found.finish();
    }

    private static ForeignJson join(CompletableFuture<ForeignJson> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof GeocropException known) {
                throw known;
            }
            throw e;
        }
    }

    private static void visit(ForeignJson document, Link link, Gathering found, List<Link> next) {
        switch (document.text("type")) {
            case "Feature" -> found.add(document, link.uri);
            case "FeatureCollection" -> document.get("features").forEach(item -> found.add(item, link.uri));
            case "Catalog", "Collection" -> {
                for (ForeignJson child : document.get("links")) {
                    String rel = child.text("rel");
                    if (rel.equals("child") || rel.equals("item")) {
                        follow(child.text("href"), rel, link.uri, found, next);
                    }
                }
            }
            default -> throw new CatalogueException("it is neither a STAC catalog nor a STAC item");
        }
    }

    private static void follow(String href, String rel, URI from, Gathering found, List<Link> next) {
        try {
            next.add(new Link(href, Hrefs.resolve(from, href)));
        } catch (CatalogueException e) {
            found.leaveOut(href.isBlank() ? "a link to " + rel : Hrefs.cut(href), String.valueOf(e.getMessage()));
        }
    }

    private static String fileName(URI uri) {
        String path = String.valueOf(uri.getPath());
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
