package org.geocrop.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.store.ObjectStore;

/**
 * What was decided about models: which is the default, which should not be used any more. Bundles never change, so
 * decisions are notes of their own in the store, one an object, the last of which counts.
 */
public final class ModelRegistry {

    private final Notes<Decided> notes;
    private final ModelStore models;

    public ModelRegistry(ObjectStore store, ModelStore models) {
        this.notes = new Notes<>(store, "registry", Decided.class);
        this.models = models;
    }

    /** What may be decided. */
    public enum Decision {
        /** Requests that name no model get this one. */
        PROMOTE,
        /** It stays for those who name it exactly, and is offered no more. */
        DEPRECATE,
        /** It is offered again. */
        RESTORE
    }

    private record Decided(String model, Decision decision) {}

    /** A model and what was decided about it. */
    public record Entry(ModelBundle bundle, boolean isDefault, boolean isDeprecated) {}

    /** All models, by name, newest version first. */
    public List<Entry> list() {
        Map<String, Decision> decided = new LinkedHashMap<>();
        String promoted = "";
        for (Decided note : notes.list()) {
            if (note.decision == Decision.PROMOTE) {
                promoted = note.model;
            }
            decided.put(note.model, note.decision);
        }
        String isDefault = promoted;
        return models.list().stream()
                .map(bundle -> {
                    boolean deprecated = decided.get(bundle.id()) == Decision.DEPRECATE;
                    return new Entry(bundle, bundle.id().equals(isDefault) && !deprecated, deprecated);
                })
                .toList();
    }

    /** The model for requests that name none; empty where none was promoted. */
    public Optional<ModelBundle> promoted() {
        return list().stream().filter(Entry::isDefault).map(Entry::bundle).findFirst();
    }

    /**
     * Decides.
     *
     * @param reference name@version, or a name, which means its newest version
     * @param who decides, for the record
     * @throws org.geocrop.error.NotFoundException if there is no such model
     */
    public void decide(String reference, Decision decision, String who) {
        ModelBundle bundle = models.describe(reference);
        notes.add(new Decided(bundle.id(), decision), who);
    }
}
