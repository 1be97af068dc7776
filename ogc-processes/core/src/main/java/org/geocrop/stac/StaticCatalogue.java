package org.geocrop.stac;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geocrop.error.CatalogueException;
import org.geocrop.error.GeocropException;
import tools.jackson.databind.JsonNode;

/**
 * A STAC catalogue of plain files, over HTTP or on disk: catalogs, collections and items joined by links. It is walked
 * level by level, documents of a level in parallel.
 */
final class StaticCatalogue implements Catalogue {

    private static final int MAX_DOCUMENTS = 50_000;
    private static final int MAX_DEPTH = 12;
    private static final int CONCURRENCY = 24;

    private final Documents documents;
    private final List<URI> roots;

    /** A catalogue that begins at some documents: its root, or single items. */
    StaticCatalogue(Documents documents, List<URI> roots) {
        this.documents = documents;
        this.roots = List.copyOf(roots);
    }

    @Override
    public List<Scene> search(SceneQuery query) {
        List<Scene> found = new ArrayList<>();
        Set<URI> seen = new HashSet<>(roots);
        ExecutorService fetchers = Executors.newFixedThreadPool(CONCURRENCY);
        try {
            List<URI> level = roots;
            for (int depth = 0; !level.isEmpty(); depth++) {
                if (depth > MAX_DEPTH || seen.size() > MAX_DOCUMENTS) {
                    throw new CatalogueException("The catalogue at " + roots.get(0) + " is deeper than " + MAX_DEPTH
                            + " levels or has more than " + MAX_DOCUMENTS + " documents");
                }
                List<URI> next = new ArrayList<>();
                List<CompletableFuture<JsonNode>> fetched = level.stream()
                        .map(uri -> CompletableFuture.supplyAsync(() -> documents.get(uri), fetchers))
                        .toList();
                for (int i = 0; i < level.size(); i++) {
                    visit(join(fetched.get(i)), level.get(i), query, found, next);
                }
                next.removeIf(uri -> !seen.add(uri));
                level = next;
            }
        } finally {
            fetchers.shutdownNow();
        }
        return Selection.newest(found);
    }

    private static JsonNode join(CompletableFuture<JsonNode> future) {
        try {
            return future.join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof GeocropException known) {
                throw known;
            }
            throw e;
        }
    }

    private static void visit(JsonNode document, URI at, SceneQuery query, List<Scene> found, List<URI> next) {
        switch (document.path("type").asString("")) {
            case "Feature" -> add(StacItem.parse(document, at), query, found);
            case "FeatureCollection" ->
                document.path("features").forEach(item -> add(StacItem.parse(item, at), query, found));
            case "Catalog", "Collection" -> {
                for (JsonNode link : document.path("links")) {
                    String rel = link.path("rel").asString("");
                    if (rel.equals("child") || rel.equals("item")) {
                        next.add(Hrefs.resolve(at, link.path("href").asString("")));
                    }
                }
            }
            default -> throw new CatalogueException(at + " is neither a STAC catalog nor a STAC item");
        }
    }

    private static void add(Scene scene, SceneQuery query, List<Scene> found) {
        if (query.matches(scene)) {
            found.add(scene);
        }
    }
}
