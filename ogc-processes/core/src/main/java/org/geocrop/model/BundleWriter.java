package org.geocrop.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.geocrop.error.ConflictException;
import org.geocrop.error.ModelException;
import org.geocrop.hash.Sha256;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/**
 * Writes bundles: the files first, the manifest last, which decides. Whoever writes it first has the name and version; a
 * model without one is nowhere to be seen and blocks nobody. A file whose name another writer took, who may have died or
 * may still be at it, gets a name of its content, which the manifest tells.
 */
final class BundleWriter {

    private static final int HASH = 12;
    private static final int MAX_STEM = 80;

    private final ObjectStore store;

    BundleWriter(ObjectStore store) {
        this.store = store;
    }

    /**
     * Writes a bundle.
     *
     * @param files by the names that the bundle gives them
     * @return the bundle as it is stored
     * @throws ConflictException if there is another model of that name and version
     * @throws ModelException if a file is missing or differs from its hash
     */
    ModelBundle write(ModelBundle bundle, Map<String, byte[]> files) {
        bundle.hashes().forEach((file, sha256) -> {
            byte[] bytes = files.get(file);
            if (bytes == null || !Sha256.of(bytes).equals(sha256)) {
                throw new ModelException(
                        "The member " + file + " of " + bundle.id() + " is missing or differs from its hash");
            }
        });
        Map<String, String> names = new HashMap<>();
        bundle.hashes()
                .forEach((file, sha256) ->
                        names.put(file, put(bundle, file, sha256, Objects.requireNonNull(files.get(file)))));
        ModelBundle named = bundle.renamed(file -> names.getOrDefault(file, file));
        try {
            store.put(Manifests.key(named), "application/json", Json.pretty(named));
        } catch (ConflictException e) {
            throw new ConflictException("There is a model " + bundle.id() + " already", e);
        }
        return named;
    }

    /** Writes a model that was trained, with its card as JSON and, for who looks into the bucket, as a page. */
    ModelBundle write(Trainer.Trained trained) {
        byte[] card = Json.pretty(trained.card());
        Map<String, byte[]> files = new LinkedHashMap<>(trained.files());
        files.put(ModelStore.CARD, card);
        ModelBundle bundle = trained.bundle().withCard(new ModelBundle.Attachment(ModelStore.CARD, Sha256.of(card)));
        byte[] page = ModelCardPage.page(ForeignJson.of(trained.card())).getBytes(StandardCharsets.UTF_8);
        ObjectKey key = Manifests.key(bundle.name(), bundle.version(), "card.html");
        if (store.stat(Manifests.key(bundle)).isEmpty() && !store.holds(key, page)) {
            store.delete(key);
            store.put(key, "text/html", page);
        }
        return write(bundle, files);
    }

    private String put(ModelBundle bundle, String file, String sha256, byte[] bytes) {
        String type = file.endsWith(".json") ? "application/json" : "application/octet-stream";
        try {
            store.put(Manifests.key(bundle.name(), bundle.version(), file), type, bytes);
            return file;
        } catch (ConflictException e) {
            String other = ofContent(file, sha256);
            store.put(Manifests.key(bundle.name(), bundle.version(), other), type, bytes);
            return other;
        }
    }

    /** {@code xgboost.ubj} becomes {@code xgboost-0123456789ab.ubj}. */
    private static String ofContent(String file, String sha256) {
        int dot = file.lastIndexOf('.');
        String stem = dot > 0 ? file.substring(0, dot) : file;
        String extension = dot > 0 ? file.substring(dot) : "";
        return stem.substring(0, Math.min(stem.length(), MAX_STEM)) + "-" + sha256.substring(0, HASH) + extension;
    }
}
