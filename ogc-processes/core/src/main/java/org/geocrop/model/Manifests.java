package org.geocrop.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.ModelException;
import org.geocrop.error.NotFoundException;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The manifests of the models in a store: {@code geocrop-models/<name>/<version>/model.json}. What was read is kept. */
final class Manifests {

    static final int MAX_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Manifests.class);
    static final String FILE = "model.json";
    private static final String END = "/" + FILE;
    private static final int MAX_SHOWN = 60;

    private final ObjectStore store;
    /** By all that tells one object from another of the same key. */
    private final Cache<ObjectStore.Stat, ModelBundle> read =
            Caffeine.newBuilder().maximumSize(10_000).build();

    Manifests(ObjectStore store) {
        this.store = store;
    }

    static ObjectKey key(String name, String version, String file) {
        return new ObjectKey(ObjectKey.MODELS, name + "/" + version + "/" + file);
    }

    static ObjectKey key(ModelBundle bundle) {
        return new ObjectKey(ObjectKey.MODELS, bundle.name() + "/" + bundle.version() + END);
    }

    /** All bundles whose manifest is right, by name, newest version first; the log names the others. */
    List<ModelBundle> list() {
        return right(store.list(ObjectKey.MODELS, ""));
    }

    private List<ModelBundle> right(List<ObjectStore.Stat> files) {
        List<ModelBundle> bundles = new ArrayList<>();
        for (ObjectStore.Stat file : files) {
            if (file.key().key().endsWith(END)) {
                try {
                    bundles.add(read(file));
                } catch (ModelException e) {
                    LOG.warn("A model is left out: {}", e.getMessage());
                }
            }
        }
        bundles.sort(
                Comparator.comparing(ModelBundle::name).thenComparing(ModelBundle::version, Versions.NEWEST_FIRST));
        return bundles;
    }

    /** The model of exactly this name and version; empty if there is none. */
    Optional<ModelBundle> find(String name, String version) {
        return find(name, version, any -> true);
    }

    private Optional<ModelBundle> find(String name, String version, Predicate<String> visible) {
        if (!name.matches(ModelBundle.NAME) || !version.matches(ModelBundle.VERSION)) {
            return Optional.empty();
        }
        return store.stat(key(name, version, FILE))
                .filter(file -> visible.test(name))
                .map(this::read);
    }

    /**
     * A model by {@code name@version}, or the newest of a name.
     *
     * @param visible names of models that may be seen; others are not there
     * @throws NotFoundException if there is none; the message lists those that are there
     * @throws ModelException if its manifest is wrong
     */
    ModelBundle require(String reference, Predicate<String> visible) {
        int at = reference.indexOf('@');
        Optional<ModelBundle> found = at < 0
                ? newest(reference, visible)
                : find(reference.substring(0, at), reference.substring(at + 1), visible);
        return found.orElseThrow(() -> new NotFoundException("There is no model '" + shown(reference) + "'; there are "
                + list().stream()
                        .filter(bundle -> visible.test(bundle.name()))
                        .map(ModelBundle::id)
                        .toList()));
    }

    private Optional<ModelBundle> newest(String name, Predicate<String> visible) {
        if (!name.matches(ModelBundle.NAME)) {
            return Optional.empty();
        }
        List<ObjectStore.Stat> files = store.list(ObjectKey.MODELS, name + "/");
        if (!visible.test(name)) {
            return Optional.empty();
        }
        Optional<ModelBundle> newest = right(files).stream().findFirst();
        if (newest.isEmpty()) {
            // If all that there is of that name is wrong, this says why.
            files.stream().filter(file -> file.key().key().endsWith(END)).forEach(this::read);
        }
        return newest;
    }

    private ModelBundle read(ObjectStore.Stat file) {
        return read.get(file, there -> parse(there.key()));
    }

    private ModelBundle parse(ObjectKey key) {
        try {
            ModelBundle bundle = Json.to(Json.read(store.get(key, MAX_BYTES)), ModelBundle.class);
            if (!key.equals(key(bundle))) {
                throw new ModelException(key + " says that it is " + bundle.id());
            }
            return bundle;
        } catch (Json.MalformedException | InvalidRequestException e) {
            throw new ModelException(key + " is not a model bundle: " + e.getMessage(), e);
        }
    }

    private static String shown(String text) {
        String cut = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) : text;
        return cut.replaceAll("[^ -~]", "?");
    }
}
