package org.geocrop.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.geocrop.access.Access;
import org.geocrop.catalogue.Datasets;
import org.geocrop.catalogue.Rights;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.NotFoundException;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectStore;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("datasets");
        known.get("", key -> datasets.list()).forEach((name, versions) -> {
            if (rights.maySee(Thing.dataset(name))) {
                list.add(summary(name, versions));
            }
        });
        json.putArray("links").add(links.link("self", "application/json", "/datasets", "This document"));
        return Replies.json(json, "Vary", Replies.CALLER);
    }

    /** A data set with the reports of its versions, the newest first. */
    @Page
    @GetMapping("/datasets/{name}")
    ResponseEntity<byte[]> describe(@PathVariable String name) {
        List<String> versions = datasets.versions(name);
        if (!access.rights().maySee(Thing.dataset(name)) || versions.isEmpty()) {
            throw new NotFoundException("There is no data set of that name");
        }
        ObjectNode json = summary(name, versions);
        ArrayNode reports = json.putArray("reports");
        versions.forEach(version -> datasets.description(name, version).ifPresent(reports::add));
        return Replies.json(json, "Vary", Replies.CALLER);
    }

    private ObjectNode summary(String name, List<String> versions) {
        ObjectNode json = Json.object().put("name", name);
        json.set("versions", Json.of(versions));
        ArrayNode references = json.putArray("references");
        versions.forEach(version -> references.add(Datasets.reference(name, version)));
        json.putArray("links").add(links.link("self", "application/json", "/datasets/" + name, "The data set"));
        return json;
    }
}
