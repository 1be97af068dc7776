package org.geocrop.maps;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.http.ContentNegotiation;
import org.geocrop.http.HtmlPages;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.json.Json;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.store.ObjectStore;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page that finds out, from where a client sits, what stands between it and the maps: proxies that lose headers,
 * addresses that lead elsewhere, other origins that are kept out. Its script does the checks; the document here says
 * what there is to check.
 */
@RestController
class DoctorController {

    private static final Duration LINK_LIFETIME = Duration.ofMinutes(5);

    private final LayerCatalogue catalogue;
    private final ObjectStore store;
    private final Links links;
    private final HtmlPages pages;

    DoctorController(LayerCatalogue catalogue, ObjectStore store, Links links, HtmlPages pages) {
        this.catalogue = catalogue;
        this.store = store;
        this.links = links;
        this.pages = pages;
    }

    @GetMapping("/doctor")
    ResponseEntity<byte[]> doctor(HttpServletRequest http) {
        ObjectNode facts = Json.object().put("base", links.base());
        catalogue.general();
        facts.set("left_out", Json.of(catalogue.leftOut()));
        List<Result> readable = catalogue.readable();
        if (!readable.isEmpty()) {
            Result result = readable.get(0);
            String raster = result.rasters().get(0);
            facts.put("layer", raster.equals(ResultFiles.CROP_TYPE) ? result.jobId() : result.jobId() + ":" + raster);
            facts.set("bounds", Json.of(result.requireCoverage().bounds()));
            facts.put("cog", links.to("/results/" + result.jobId() + "/" + raster + ".tif"));
            store.link(ResultFiles.raster(result.jobId(), raster), LINK_LIFETIME)
                    .ifPresent(link -> facts.put("store", link.toString()));
        }
        return ContentNegotiation.by(http) == ContentNegotiation.HTML
                ? pages.page("doctor", facts, links.base())
                : Replies.json(facts, "Cache-Control", "no-store");
    }
}
