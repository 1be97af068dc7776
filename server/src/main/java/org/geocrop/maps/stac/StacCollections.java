package org.geocrop.maps.stac;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.grid.Season;
import org.geocrop.http.Links;
import org.geocrop.json.Document;
import org.geocrop.stac.Extent;
import org.jspecify.annotations.Nullable;

/** The catalogue and its collections, one for each process. */
final class StacCollections {

    private static final String VERSION = "1.0.0";
    private static final String QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables";

    private final Links links;

    StacCollections(Links links) {
        this.links = links;
    }

    @Document
    record Root(
            String type,
            String stacVersion,
            String id,
            String title,
            String description,
            @JsonProperty("conformsTo") List<String> conformsTo,
            List<StacLink> links) {}

    @Document
    record Collection(
            String type,
            String stacVersion,
            String id,
            String title,
            String description,
            String license,
            Extent extent,
            List<Links.Link> links) {}

    static Root root(List<String> classes, List<StacLink> links) {
        return new Root(
                "Catalog",
                VERSION,
                "geocrop",
                "GeoCrop",
                "Crop-type maps and what they were made from.",
                classes,
                links);
    }

    Collection collection(String id, List<Result> results) {
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
        List<@Nullable String> interval = Arrays.asList(
                first == null ? null : first.start() + "T00:00:00Z", last == null ? null : last.end() + "T23:59:59Z");
        return new Collection(
                "Collection",
                VERSION,
                id,
                "Results of " + id,
                "Finished jobs of the process " + id + ", newest first.",
                "proprietary",
                Extent.of(all, interval),
                links(id));
    }

    private List<Links.Link> links(String id) {
        String path = "/stac/collections/" + id;
        return List.of(
                links.link("self", StacItems.JSON, path, "This document"),
                links.link("alternate", "text/html", path + "?f=html", "This document as a page"),
                links.link("root", StacItems.JSON, "/stac", "Root"),
                links.link("parent", StacItems.JSON, "/stac", "Root"),
                links.link("items", StacItems.GEOJSON, path + "/items", "Items"),
                links.link(QUERYABLES, "application/schema+json", path + "/queryables", "Queryables"));
    }
}
