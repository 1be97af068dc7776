package org.geocrop.maps.stac;

import java.util.List;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.grid.Season;
import org.geocrop.http.Links;
import org.geocrop.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue and its collections, one for each process. */
final class StacCollections {

    private static final String VERSION = "1.0.0";
    private static final String QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables";

    private final Links links;

    StacCollections(Links links) {
        this.links = links;
    }

    /** The catalogue without its links. */
    ObjectNode root(List<String> classes) {
        ObjectNode root = Json.object();
        root.put("type", "Catalog").put("stac_version", VERSION).put("id", "geocrop");
        root.put("title", "GeoCrop").put("description", "Crop-type maps and what they were made from.");
        root.set("conformsTo", Json.of(classes));
        return root;
    }

    ObjectNode collection(String id, List<Result> results) {
        ObjectNode collection = Json.object();
        collection.put("type", "Collection").put("stac_version", VERSION).put("id", id);
        collection.put("title", "Results of " + id);
        collection.put("description", "Finished jobs of the process " + id + ", newest first.");
        collection.put("license", "proprietary");
        double[] all = {180, 90, -180, -90};
        Season first = null;
        Season last = null;
        for (Result result : results) {
            Coverage coverage = result.requireCoverage();
            double[] b = coverage.bounds();
            all = new double[] {
                Math.min(all[0], b[0]), Math.min(all[1], b[1]), Math.max(all[2], b[2]), Math.max(all[3], b[3])
            };
            Season season = coverage.season();
            if (season != null) {
                first = first == null || season.start().isBefore(first.start()) ? season : first;
                last = last == null || season.end().isAfter(last.end()) ? season : last;
            }
        }
        ObjectNode extent = collection.putObject("extent");
        extent.putObject("spatial").putArray("bbox").add(Json.of(all));
        ArrayNode interval = extent.putObject("temporal").putArray("interval").addArray();
        interval.add(first == null ? null : first.start() + "T00:00:00Z");
        interval.add(last == null ? null : last.end() + "T23:59:59Z");
        String path = "/stac/collections/" + id;
        collection
                .putArray("links")
                .add(links.link("self", StacItems.JSON, path, "This document"))
                .add(links.link("alternate", "text/html", path + "?f=html", "This document as a page"))
                .add(links.link("root", StacItems.JSON, "/stac", "Root"))
                .add(links.link("parent", StacItems.JSON, "/stac", "Root"))
                .add(links.link("items", StacItems.GEOJSON, path + "/items", "Items"))
                .add(links.link(QUERYABLES, "application/schema+json", path + "/queryables", "Queryables"));
        return collection;
    }
}
