package org.geocrop.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.geocrop.access.Access;
import org.geocrop.access.Caller;
import org.geocrop.access.Ownership;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.ModelException;
import org.geocrop.error.NotFoundException;
import org.geocrop.http.Links;
import org.geocrop.http.Page;
import org.geocrop.http.Replies;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.json.Document;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.ModelArchive;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelCardPage;
import org.geocrop.model.ModelRegistry;
import org.geocrop.model.ModelStore;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The models of this installation: what there is, how good it is, which one is the default, and new ones from elsewhere. */
@RestController
class ModelController {

    private static final String JSON = "application/json";

    private final ModelStore models;
    private final ModelRegistry registry;
    private final Access access;
    private final Ownership ownership;
    private final Links links;
    private final Settings.Limits limits;

    ModelController(
            ModelStore models,
            ModelRegistry registry,
            Access access,
            Ownership ownership,
            Links links,
            Settings settings) {
        this.models = models;
        this.registry = registry;
        this.access = access;
        this.ownership = ownership;
        this.links = links;
        this.limits = settings.limits();
    }

    @Page
    @GetMapping("/models")
    ResponseEntity<byte[]> list() {
        return reply(new ModelList(
                visible().stream().map(this::summary).toList(),
                List.of(link("self", JSON, "/models", "This document"))));
    }

    /** What one caller may see, another may not. */
    private static ResponseEntity<byte[]> reply(Object json) {
        return Replies.json(json, "Vary", "Accept, " + Replies.CALLER);
    }

    private List<ModelRegistry.Entry> visible() {
        Predicate<String> names = access.rights().models();
        return registry.list().stream()
                .filter(entry -> names.test(entry.bundle().name()))
                .toList();
    }

    private Links.Link link(String rel, String type, String path, String title) {
        return Links.Link.to(links.base(), rel, type, path, title);
    }

    private ModelInfo summary(ModelRegistry.Entry entry) {
        ModelBundle bundle = entry.bundle();
        return new ModelInfo(
                bundle.id(),
                bundle.name(),
                bundle.version(),
                entry.isDefault() && access.ofEveryone().models().test(bundle.name()),
                entry.isDeprecated(),
                bundle.metrics(),
                bundle.classes(),
                List.of(
                        link("self", JSON, "/models/" + bundle.id(), "The model"),
                        link("describedby", "text/html", "/models/" + bundle.id() + "/card", "Its card")),
                null,
                null);
    }

    @Page
    @GetMapping("/models/{id}")
    ResponseEntity<byte[]> describe(@PathVariable String id) {
        ModelRegistry.Entry entry = entry(id);
        ForeignJson card = models.card(entry.bundle()).orElse(null);
        return reply(summary(entry).with(entry.bundle(), card));
    }

    @GetMapping("/models/{id}/card")
    ResponseEntity<byte[]> card(@PathVariable String id, HttpServletRequest http) {
        ForeignJson card = models.card(entry(id).bundle())
                .orElseThrow(() -> new NotFoundException("The model has no card: it was made elsewhere"));
        return ContentNegotiation.by(http) == ContentNegotiation.HTML
                ? ResponseEntity.ok()
                        .contentType(MediaType.TEXT_HTML)
                        .header("Vary", "Accept, " + Replies.CALLER)
                        .header("Cache-Control", "no-cache")
                        .body(ModelCardPage.page(card).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                : reply(card);
    }

    /** Metrics and classes of two models beside each other. */
    @Page
    @GetMapping("/model-comparison")
    ResponseEntity<byte[]> compare(@RequestParam String a, @RequestParam String b) {
        ModelBundle first = entry(a).bundle();
        ModelBundle second = entry(b).bundle();
        List<ComparedMetric> metrics = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(first.metrics().keySet());
        names.addAll(second.metrics().keySet());
        for (String name : names) {
            Double left = first.metrics().get(name);
            Double right = second.metrics().get(name);
            metrics.add(new ComparedMetric(
                    name, left, right, left == null || right == null ? null : Double.valueOf(right - left)));
        }
        return reply(new ModelComparison(
                first.id(),
                second.id(),
                metrics,
                first.classes().equals(second.classes()),
                first.season().equals(second.season()),
                String.valueOf(first.training().datasetSha256())
                        .equals(String.valueOf(second.training().datasetSha256()))));
    }

    /** Two models beside each other. */
    @Document
    private record ModelComparison(
            String a,
            String b,
            List<ComparedMetric> metrics,
            boolean sameClasses,
            boolean sameSeason,
            boolean sameData) {}

    /** A metric of both; null where one has none. */
    @Document
    private record ComparedMetric(
            String metric,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double a,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Double b,

            @Nullable Double difference) {}

    /** A bundle as a zip: model.json and the files of its members. */
    @PostMapping(path = "/models", consumes = "application/zip")
    ResponseEntity<byte[]> create(HttpServletRequest http) throws IOException {
        try {
            ModelArchive archive = ModelArchive.read(http.getInputStream(), limits.modelBytes());
            Thing thing = Thing.model(archive.bundle().name());
            ownership.claim(thing);
            models.save(archive);
            String id = archive.bundle().id();
            return ResponseEntity.status(201)
                    .contentType(MediaType.APPLICATION_JSON)
                    .header("Location", links.to("/models/" + id))
                    .body(Json.write(summary(entry(id))));
        } catch (ModelException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()), e);
        }
    }

    /** {@code promote}, {@code deprecate} or {@code restore}. A model that all requests get by default is public. */
    @PostMapping("/models/{id}/{decision}")
    ResponseEntity<byte[]> decide(@PathVariable String id, @PathVariable String decision) {
        ModelRegistry.Decision decided;
        try {
            decided = ModelRegistry.Decision.valueOf(decision.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new NotFoundException("A model is promoted, deprecated or restored: promote, deprecate, restore");
        }
        ModelBundle bundle = entry(id).bundle();
        registry.decide(bundle.id(), decided, Caller.current().user());
        if (decided == ModelRegistry.Decision.PROMOTE) {
            ownership.publish(Thing.model(bundle.name()));
        }
        return Replies.json(summary(entry(id)), "Cache-Control", "no-store");
    }

    private ModelRegistry.Entry entry(String reference) {
        ModelBundle bundle = models.describe(reference, access.rights().models());
        return visible().stream()
                .filter(entry -> entry.bundle().id().equals(bundle.id()))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("There is no model " + reference));
    }
}
