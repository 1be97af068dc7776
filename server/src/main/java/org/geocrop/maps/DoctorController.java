package org.geocrop.maps;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.http.HtmlPages;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.json.Document;
import org.geocrop.maps.layers.LayerCatalogue;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

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

    /** What there is to check: a layer with its file, where there is one. */
    @Document
    private record Facts(
            String base,
            Map<String, String> leftOut,
            @Nullable String layer,
            double @Nullable [] bounds,
            @Nullable String cog,
            @Nullable String store) {}

    private Facts facts(List<Result> readable) {
        if (readable.isEmpty()) {
            return new Facts(links.base(), catalogue.leftOut(), null, null, null, null);
        }
        Result result = readable.get(0);
        String raster = result.rasters().get(0);
        return new Facts(
                links.base(),
                catalogue.leftOut(),
                raster.equals(ResultFiles.CROP_TYPE) ? result.jobId() : result.jobId() + ":" + raster,
                result.requireCoverage().bounds(),
                links.to("/results/" + result.jobId() + "/" + raster + ".tif"),
                store.link(ResultFiles.raster(result.jobId(), raster), LINK_LIFETIME)
                        .map(Object::toString)
                        .orElse(null));
    }

    @GetMapping("/doctor")
    ResponseEntity<byte[]> doctor(HttpServletRequest http) {
        catalogue.general();
        Facts facts = facts(catalogue.readable());
        return ContentNegotiation.by(http) == ContentNegotiation.HTML
                ? pages.page("doctor", facts, links.base())
                : Replies.json(facts, "Cache-Control", "no-store");
    }
}
