package org.geocrop.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geocrop.access.Access;
import org.geocrop.catalogue.Datasets;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.document.DatasetReport;
import org.geocrop.error.NotFoundException;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Registered data sets: which there are, with their versions and what was kept of them. */
@RestController
class DatasetController {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);

    private final Datasets datasets;
    private final Access access;
    private final Links links;
    /** To list a store that is far away takes a while. */
    private final Cache<String, Map<String, List<String>>> known =
            Caffeine.newBuilder().expireAfterWrite(KNOWN_FOR).build();

    DatasetController(ObjectStore store, Access access, Links links) {
        this.datasets = new Datasets(store);
        this.access = access;
        this.links = links;
    }

    @Page
    @GetMapping("/datasets")
    ResponseEntity<byte[]> list() {
        Rights rights = access.rights();
        List<DatasetInfo> list = new ArrayList<>();
        known.get("", key -> datasets.list()).forEach((name, versions) -> {
            if (rights.maySee(Thing.dataset(name))) {
                list.add(about(name, versions, null));
            }
        });
        List<Links.Link> self = List.of(links.link("self", "application/json", "/datasets", "This document"));
        return Replies.json(new DatasetList(list, self), "Vary", Replies.CALLER);
    }

    /** A data set with the reports of its versions, the newest first. */
    @Page
    @GetMapping("/datasets/{name}")
    ResponseEntity<byte[]> describe(@PathVariable String name) {
        List<String> versions = datasets.versions(name);
        if (!access.rights().maySee(Thing.dataset(name)) || versions.isEmpty()) {
            throw new NotFoundException("There is no data set of that name");
        }
        List<DatasetReport> reports = versions.stream()
                .flatMap(version -> datasets.description(name, version).stream())
                .toList();
        return Replies.json(about(name, versions, reports), "Vary", Replies.CALLER);
    }

    private record DatasetList(List<DatasetInfo> datasets, List<Links.Link> links) {}

    /** A data set; the reports of its versions stand in the answer about it alone. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record DatasetInfo(
            String name,
            List<String> versions,
            List<String> references,
            List<Links.Link> links,
            @Nullable List<DatasetReport> reports) {}

    private DatasetInfo about(String name, List<String> versions, @Nullable List<DatasetReport> reports) {
        return new DatasetInfo(
                name,
                versions,
                versions.stream()
                        .map(version -> Datasets.reference(name, version))
                        .toList(),
                List.of(links.link("self", "application/json", "/datasets/" + name, "The data set")),
                reports);
    }
}
