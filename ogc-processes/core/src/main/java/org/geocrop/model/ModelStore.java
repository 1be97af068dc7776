package org.geocrop.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.geocrop.error.ConflictException;
import org.geocrop.error.GeocropException;
import org.geocrop.error.ModelException;
import org.geocrop.error.NotFoundException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.store.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.Sha256;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Model bundles in the object store. Loading checks every hash and the feature order. */
public final class ModelStore {

    private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

    /** Files of a bundle besides its members. */
    private static final String CARD = "card.json";

    private static final String CARD_PAGE = "card.html";

    private static final int MAX_MANIFEST = 1 << 20;
    private static final int MAX_MEMBER = 512 << 20;
    private static final int MAX_ATTACHMENT = 16 << 20;

    private final ObjectStore store;
    private final Map<String, PredictorLoader> loaders;
    private final Map<String, Ensemble> loaded = new ConcurrentHashMap<>();

    public ModelStore(ObjectStore store, List<PredictorLoader> loaders) {
        this.store = store;
        this.loaders = loaders.stream().collect(Collectors.toMap(PredictorLoader::type, Function.identity()));
    }

    /** All bundles whose manifest is right, by name, newest version first; the log names the others. */
    public List<ModelBundle> list() {
        List<ModelBundle> bundles = new ArrayList<>();
        for (ObjectKey key : manifests()) {
            try {
                bundles.add(manifest(key));
            } catch (ModelException e) {
                LOG.warn("A model is left out: {}", e.getMessage());
            }
        }
        bundles.sort(Comparator.comparing(ModelBundle::name).thenComparing(ModelBundle::version, VERSIONS.reversed()));
        return bundles;
    }

    private List<ObjectKey> manifests() {
        return store.list(ObjectKey.MODELS, "").stream()
                .map(ObjectStore.Stat::key)
                .filter(key -> key.key().endsWith("/model.json"))
                .toList();
    }

    /**
     * Loads a model by {@code name} (its newest version) or {@code name@version}.
     *
     * @throws NotFoundException if there is none; the message lists those that are there
     * @throws ModelException if a hash or the feature order does not match
     */
    public Ensemble load(String reference) {
        ModelBundle wanted = describe(reference);
        return loaded.computeIfAbsent(wanted.id(), id -> read(wanted));
    }

    /** Why a model can't be had: its manifest is wrong, or there is none. */
    private GeocropException absent(String reference, List<ModelBundle> there) {
        for (ObjectKey key : manifests()) {
            if (key.key().equals(reference.replace('@', '/') + "/model.json")
                    || key.key().startsWith(reference + "/")) {
                manifest(key);
            }
        }
        return new NotFoundException("There is no model '" + cut(reference) + "'; there are "
                + there.stream().map(ModelBundle::id).toList());
    }

    /** Writes a model that was trained, with its card as JSON and as a page. */
    public void save(Trainer.Trained trained) {
        Map<String, byte[]> documents = new java.util.LinkedHashMap<>();
        documents.put(CARD, Json.pretty(trained.card()));
        documents.put(CARD_PAGE, ModelCard.page(trained.card()).getBytes(StandardCharsets.UTF_8));
        if (store.stat(key(trained.bundle(), "model.json")).isPresent()) {
            throw new ConflictException("There is a model " + trained.bundle().id() + " already");
        }
        documents.forEach((file, bytes) ->
                store.put(key(trained.bundle(), file), file.equals(CARD) ? "application/json" : "text/html", bytes));
        save(trained.bundle(), trained.files());
    }

    /**
     * Takes a bundle from elsewhere: every hash, and every member by the loader of its type, before anything is written.
     *
     * @throws ModelException if something does not fit
     * @throws ConflictException if there is a model of that name and version
     */
    public void save(ModelArchive archive) {
        ModelBundle bundle = archive.bundle();
        if (store.stat(key(bundle, "model.json")).isPresent()) {
            throw new ConflictException("There is a model " + bundle.id() + " already");
        }
        for (ModelBundle.Member member : bundle.members()) {
            predictor(
                    bundle,
                    member,
                    java.util.Objects.requireNonNull(archive.files().get(member.file())));
        }
        ModelBundle.Attachment attached = bundle.applicability();
        if (attached != null) {
            byte[] bytes = java.util.Objects.requireNonNull(archive.files().get(attached.file()));
            Applicability.read(bytes, FeatureSet.COUNT, bundle.classes().size());
        }
        save(bundle, archive.files());
    }

    /** The card of a model, as JSON; empty where it has none. */
    public Optional<JsonNode> card(ModelBundle bundle) {
        try {
            return Optional.of(Json.read(store.get(key(bundle, CARD), MAX_MANIFEST)));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (Json.MalformedException e) {
            throw new ModelException("The card of " + bundle.id() + " is not JSON", e);
        }
    }

    /**
     * What each feature adds to the margins of the classes, by the first member that can tell.
     *
     * @param row raw features; a model with a scaler is asked about the scaled ones
     */
    public Optional<float[][]> contributions(Ensemble model, float[] row) {
        ModelBundle bundle = model.bundle();
        float[] scaled = model.scaled(row);
        for (ModelBundle.Member member : bundle.members()) {
            PredictorLoader loader = loaders.get(member.type());
            if (loader != null) {
                Optional<float[][]> found = loader.contributions(
                        member.file(),
                        store.get(key(bundle, member.file()), MAX_MEMBER),
                        scaled,
                        bundle.classes().size());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * A bundle by {@code name@version}, or the newest of a name.
     *
     * @throws NotFoundException if there is none; the message lists those that are there
     */
    public ModelBundle describe(String reference) {
        List<ModelBundle> there = list();
        return there.stream()
                .filter(bundle -> bundle.id().equals(reference) || bundle.name().equals(reference))
                .findFirst()
                .orElseThrow(() -> absent(reference, there));
    }

    /** Writes a bundle: members first, the manifest last, so that a bundle that can be listed is whole. */
    public void save(ModelBundle bundle, Map<String, byte[]> files) {
        bundle.hashes().forEach((file, sha256) -> {
            byte[] bytes = files.get(file);
            if (bytes == null || !Sha256.of(bytes).equals(sha256)) {
                throw new ModelException(
                        "The member " + file + " of " + bundle.id() + " is missing or differs from its hash");
            }
            store.put(key(bundle, file), "application/octet-stream", bytes);
        });
        store.put(key(bundle, "model.json"), "application/json", Json.pretty(bundle));
    }

    private Ensemble read(ModelBundle bundle) {
        List<Predictor> members = new ArrayList<>();
        for (ModelBundle.Member member : bundle.members()) {
            members.add(predictor(bundle, member, store.get(key(bundle, member.file()), MAX_MEMBER)));
        }
        String hash = Sha256.of(store.get(key(bundle, "model.json"), MAX_MANIFEST));
        return new Ensemble(bundle, hash, members, applicability(bundle));
    }

    private @Nullable Applicability applicability(ModelBundle bundle) {
        ModelBundle.Attachment attached = bundle.applicability();
        if (attached == null) {
            return null;
        }
        byte[] bytes = store.get(key(bundle, attached.file()), MAX_ATTACHMENT);
        requireHash(bundle, attached.file(), attached.sha256(), bytes);
        return Applicability.read(bytes, FeatureSet.COUNT, bundle.classes().size());
    }

    private static void requireHash(ModelBundle bundle, String file, String sha256, byte[] bytes) {
        if (!Sha256.of(bytes).equals(sha256)) {
            throw new ModelException("The file " + file + " of model " + bundle.id()
                    + " differs from the SHA-256 in model.json: it was changed or damaged");
        }
    }

    private Predictor predictor(ModelBundle bundle, ModelBundle.Member member, byte[] bytes) {
        requireHash(bundle, member.file(), member.sha256(), bytes);
        PredictorLoader loader = loaders.get(member.type());
        if (loader == null) {
            throw new ModelException("The model " + bundle.id() + " has a member of type '" + member.type()
                    + "'; this installation knows " + loaders.keySet());
        }
        return loader.load(
                member.file(), bytes, FeatureSet.COUNT, bundle.classes().size());
    }

    private ModelBundle manifest(ObjectKey key) {
        try {
            ModelBundle bundle = Json.to(Json.read(store.get(key, MAX_MANIFEST)), ModelBundle.class);
            if (!key.equals(key(bundle, "model.json"))) {
                throw new ModelException(key + " says that it is " + bundle.id());
            }
            return bundle;
        } catch (Json.MalformedException e) {
            throw new ModelException(key + " is not a model bundle: " + e.getMessage(), e);
        }
    }

    private static ObjectKey key(ModelBundle bundle, String file) {
        return new ObjectKey(ObjectKey.MODELS, bundle.name() + "/" + bundle.version() + "/" + file);
    }

    private static String cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new String(bytes, 0, Math.min(bytes.length, 60), StandardCharsets.US_ASCII);
    }

    /** 10 after 9: runs of digits compare as numbers. */
    private static final Comparator<String> VERSIONS = (a, b) -> {
        String[] left = a.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
        String[] right = b.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean numbers = left[i].matches("\\d{1,18}") && right[i].matches("\\d{1,18}");
            int order = numbers
                    ? Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]))
                    : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    };
}
