package org.geocrop.model;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.geocrop.error.ConflictException;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.ModelException;
import org.geocrop.error.NotFoundException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.hash.Sha256;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * Model bundles in the object store. Loading checks every hash and the feature order. Loaded models are kept while there
 * is room; those used least give way.
 */
public final class ModelStore {

    /** Bytes of the files of loaded models that are kept where nothing else is said. */
    public static final long DEFAULT_CACHE_BYTES = 128L << 20;

    /** The file of a card, where nothing else of that name is in its way. */
    static final String CARD = "card.json";

    private static final Predicate<String> ANY = name -> true;
    private static final int MAX_MEMBER = 512 << 20;
    private static final int MAX_ATTACHMENT = 16 << 20;
    /** Of a model that hardly has files: what its classes and objects take. */
    private static final int LEAST_WEIGHT = 64 << 10;

    private final ObjectStore store;
    private final Manifests manifests;
    private final BundleWriter writer;
    private final Map<String, PredictorLoader> loaders;
    private final Cache<ModelBundle, Loaded> loaded;

    /**
     * A loaded model.
     *
     * @param bytes of its files, which is about what it holds in memory
     */
    private record Loaded(Ensemble ensemble, long bytes) {}

    public ModelStore(ObjectStore store, List<PredictorLoader> loaders) {
        this(store, loaders, DEFAULT_CACHE_BYTES);
    }

    /**
     * A store of models.
     *
     * @param cacheBytes of the files of loaded models that are kept
     */
    public ModelStore(ObjectStore store, List<PredictorLoader> loaders, long cacheBytes) {
        this.store = store;
        this.manifests = new Manifests(store);
        this.writer = new BundleWriter(store);
        this.loaders = loaders.stream().collect(Collectors.toMap(PredictorLoader::type, Function.identity()));
        this.loaded = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((ModelBundle bundle, Loaded model) -> (int) Math.min(Integer.MAX_VALUE, model.bytes))
                .build();
    }

    /** All bundles whose manifest is right, by name, newest version first; the log names the others. */
    public List<ModelBundle> list() {
        return manifests.list();
    }

    /**
     * A bundle by {@code name@version}, or the newest of a name; no member is read.
     *
     * @throws NotFoundException if there is none; the message lists those that are there
     * @throws ModelException if its manifest is wrong
     */
    public ModelBundle describe(String reference) {
        return describe(reference, ANY);
    }

    /** Likewise, of the models with names that may be seen; others are not there. */
    public ModelBundle describe(String reference, Predicate<String> visible) {
        return manifests.require(reference, visible);
    }

    /** The bundle of exactly this name and version; empty if there is none. */
    public Optional<ModelBundle> find(String name, String version) {
        return manifests.find(name, version);
    }

    /**
     * Looks before any work whether a model may get a name and a version.
     *
     * @throws InvalidRequestException if they are none, or another model has them
     */
    public void requireFree(String name, String version) {
        if (!name.matches(ModelBundle.NAME)) {
            throw InvalidRequestException.at(
                    "name", "a model's name has lower case letters, digits and hyphens, at most 63");
        }
        if (!version.matches(ModelBundle.VERSION)) {
            throw InvalidRequestException.at("version", "has letters, digits, dots and hyphens, at most 63");
        }
        if (store.stat(Manifests.key(name, version, Manifests.FILE)).isPresent()) {
            throw InvalidRequestException.at("version", "there is a model " + name + "@" + version + " already");
        }
    }

    /**
     * Loads a model by {@code name} (its newest version) or {@code name@version}; once, however many ask for it.
     *
     * @throws NotFoundException if there is none; the message lists those that are there
     * @throws ModelException if a hash or the feature order does not match
     */
    public Ensemble load(String reference) {
        return load(reference, ANY);
    }

    /** Likewise, of the models with names that may be seen; others are not there. */
    public Ensemble load(String reference, Predicate<String> visible) {
        return loaded.get(manifests.require(reference, visible), this::read).ensemble;
    }

    /** How many bytes of models are kept. */
    long cachedBytes() {
        loaded.cleanUp();
        return loaded.asMap().values().stream().mapToLong(Loaded::bytes).sum();
    }

    /**
     * Writes a model that was trained, with its card as JSON and as a page. Of the job that has made the model of that name
     * and version already, the one that is there stays.
     *
     * @return the bundle as it is stored
     * @throws ConflictException if there is another model of that name and version
     */
    public ModelBundle save(Trainer.Trained trained) {
        ModelBundle bundle = trained.bundle();
        Optional<ModelBundle> there = find(bundle.name(), bundle.version());
        if (there.isPresent()) {
            return ofSameJob(there.get(), bundle);
        }
        try {
            return writer.write(trained);
        } catch (ConflictException e) {
            return ofSameJob(manifests.require(bundle.id(), ANY), bundle);
        }
    }

    private static ModelBundle ofSameJob(ModelBundle there, ModelBundle wanted) {
        if (wanted.job() == null || !wanted.job().equals(there.job())) {
            throw new ConflictException("There is a model " + wanted.id() + " already");
        }
        return there;
    }

    /**
     * Takes a bundle from elsewhere: every hash, and every member by the loader of its type, before anything is written.
     * The same bundle again is no conflict: who did not hear that it was taken may send it again.
     *
     * @return the bundle as it is stored
     * @throws ModelException if something does not fit
     * @throws ConflictException if there is another model of that name and version
     */
    public ModelBundle save(ModelArchive archive) {
        ModelBundle bundle = archive.bundle();
        if (store.stat(Manifests.key(bundle)).isPresent()) {
            return ofSameContent(manifests.require(bundle.id(), ANY), bundle);
        }
        for (ModelBundle.Member member : bundle.members()) {
            predictor(bundle, member, Objects.requireNonNull(archive.files().get(member.file())));
        }
        ModelBundle.Attachment attached = bundle.applicability();
        if (attached != null) {
            byte[] bytes = Objects.requireNonNull(archive.files().get(attached.file()));
            Applicability.read(bytes, FeatureSet.COUNT, bundle.classes().size());
        }
        try {
            return writer.write(bundle, archive.files());
        } catch (ConflictException e) {
            return ofSameContent(manifests.require(bundle.id(), ANY), bundle);
        }
    }

    private static ModelBundle ofSameContent(ModelBundle there, ModelBundle wanted) {
        if (!there.hasContentOf(wanted)) {
            throw new ConflictException("There is a model " + wanted.id() + " already, with other content");
        }
        return there;
    }

    /** Writes a bundle, which is there for others when it is whole. */
    public ModelBundle save(ModelBundle bundle, Map<String, byte[]> files) {
        return writer.write(bundle, files);
    }

    /** The card of a model, as JSON; empty where it has none. */
    public Optional<ForeignJson> card(ModelBundle bundle) {
        ModelBundle.Attachment named = bundle.card();
        try {
            byte[] bytes = store.get(key(bundle, named == null ? CARD : named.file()), MAX_ATTACHMENT);
            if (named != null) {
                requireHash(bundle, named.file(), named.sha256(), bytes);
                return Optional.of(ForeignJson.read(bytes));
            }
            return Optional.of(ForeignJson.read(bytes)).filter(card -> fits(card, bundle));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (Json.MalformedException e) {
            throw new ModelException("The card of " + bundle.id() + " is not JSON", e);
        }
    }

    /** Whether a card that a manifest does not name is that of its model, and no other's that was never finished. */
    private static boolean fits(ForeignJson card, ModelBundle bundle) {
        double overall = card.get("accuracy").number("overall");
        return Objects.equals(overall, bundle.metrics().get("overall"));
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

    private Loaded read(ModelBundle bundle) {
        List<Predictor> members = new ArrayList<>();
        long bytes = LEAST_WEIGHT;
        for (ModelBundle.Member member : bundle.members()) {
            byte[] file = store.get(key(bundle, member.file()), MAX_MEMBER);
            members.add(predictor(bundle, member, file));
            bytes += file.length;
        }
        String hash = Sha256.of(store.get(Manifests.key(bundle), Manifests.MAX_BYTES));
        return new Loaded(new Ensemble(bundle, hash, members, applicability(bundle)), bytes);
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

    private static ObjectKey key(ModelBundle bundle, String file) {
        return Manifests.key(bundle.name(), bundle.version(), file);
    }
}
