package org.geocrop.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.geocrop.error.StoreException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/** Decisions in a store whose objects never change: one an object, below the bucket of models, in the order of time. */
final class Notes<T> {

    private static final int MAX_NOTE = 1 << 16;
    /** A model may have the name of the folder. */
    private static final Pattern NAME = Pattern.compile("\\d{19}-[0-9a-f-]{36}\\.json");

    private final ObjectStore store;
    private final String folder;
    private final Class<T> type;

    /** Those in a folder; each is written as such a record, with who decided and when. */
    Notes(ObjectStore store, String folder, Class<T> type) {
        this.store = store;
        this.folder = folder + "/";
        this.type = type;
    }

    /** All, the oldest first. */
    List<T> list() {
        List<T> notes = new ArrayList<>();
        for (ObjectStore.Stat note : store.list(ObjectKey.MODELS, folder)) {
            String name = note.key().key().substring(folder.length());
            if (NAME.matcher(name).matches()) {
                notes.add(read(note.key()));
            }
        }
        return notes;
    }

    private T read(ObjectKey key) {
        try {
            return Json.read(store.get(key, MAX_NOTE), type);
        } catch (Json.MalformedException e) {
            throw new StoreException(key + " is damaged: " + e.getMessage(), e);
        }
    }

    /**
     * Adds one.
     *
     * @param who decides, for the record
     */
    void add(T note, String who) {
        Instant now = Instant.now();
        // Keys sort by time; two decisions of one moment are both kept.
        String key = folder + String.format("%019d", now.toEpochMilli() * 1_000_000 + now.getNano() % 1_000_000) + "-"
                + UUID.randomUUID() + ".json";
        store.put(
                new ObjectKey(ObjectKey.MODELS, key),
                "application/json",
                Json.write(ForeignJson.of(note).with("who", who).with("when", now.toString())));
    }
}
