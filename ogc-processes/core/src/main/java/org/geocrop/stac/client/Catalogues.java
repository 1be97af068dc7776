package org.geocrop.stac.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.geocrop.error.CatalogueException;
import org.geocrop.json.ForeignJson;
import org.geocrop.net.Http;
import org.geocrop.stac.Catalogue;

/** Opens catalogues by their address, finding out of which kind they are. */
public final class Catalogues {

    private Catalogues() {}

    /**
     * A catalogue that looks at its address at each search, so that one that is down now may be used later.
     *
     * @param location the root of a STAC API, or a static catalogue's root document, or a local folder with a
     *     {@code catalog.json} or else with items at any depth
     * @param collections collections to search in an API; empty for all
     */
    public static Catalogue open(Http http, URI location, List<String> collections) {
        // Only a local catalogue may point at local files.
        Documents documents = new Documents(http, "file".equals(location.getScheme()));
        return query -> resolve(documents, location, collections).search(query);
    }

    private static Catalogue resolve(Documents documents, URI location, List<String> collections) {
        if ("file".equals(location.getScheme()) && Files.isDirectory(Path.of(location))) {
            return folder(documents, Path.of(location));
        }
        ForeignJson root = documents.get(location);
        for (ForeignJson link : root.get("links")) {
            String href = link.text("href");
            if ("search".equals(link.text("rel")) && !href.isBlank()) {
                return new StacApi(documents, Hrefs.resolve(location, href), collections);
            }
        }
        boolean api = root.get("conformsTo").toString().contains("item-search");
        return api
                ? new StacApi(documents, URI.create(location.toString().replaceAll("/+$", "") + "/search"), collections)
                : new StaticCatalogue(documents, List.of(location));
    }

    private static Catalogue folder(Documents documents, Path folder) {
        Path root = folder.resolve("catalog.json");
        if (Files.isRegularFile(root)) {
            return new StaticCatalogue(documents, List.of(root.toUri()));
        }
        try (Stream<Path> files = Files.walk(folder, 4)) {
            List<URI> items = files.filter(file -> file.toString().matches("(?i).*\\.(geo)?json"))
                    .sorted()
                    .map(Path::toUri)
                    .toList();
            if (items.isEmpty()) {
                throw new CatalogueException("The folder " + folder.getFileName() + " holds no STAC items");
            }
            return new StaticCatalogue(documents, items);
        } catch (IOException e) {
            throw new CatalogueException("The folder " + folder.getFileName() + " can't be read", e);
        }
    }
}
