package org.geocrop.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.geocrop.error.StoreException;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decisions in a store whose objects never change: one an object, below the bucket of models, in the order of time. */
final class Notes {

    private static final int MAX_NOTE = 1 << 16;
    /** A model may have the name of the folder. */
    private static final Pattern NAME = Pattern.compile("\\d{19}-[0-9a-f-]{36}\\.json");

    private final ObjectStore store;
    private final String folder;

    Notes(ObjectStore store, String folder) {
        this.store = store;
        this.folder = folder + "/";
    }

    /** All, the oldest first. */
    List<JsonNode> list() {
        List<JsonNode> notes = new ArrayList<>();
        for (ObjectStore.Stat note : store.list(ObjectKey.MODELS, folder)) {
            String name = note.key().key().substring(folder.length());
            if (NAME.matcher(name).matches()) {
                notes.add(read(note.key()));
            }
        }
        return notes;
    }

    private JsonNode read(ObjectKey key) {
        try {
            return Json.read(store.get(key, MAX_NOTE));
        } catch (Json.MalformedException e) {
            throw new StoreException(key + " is not JSON: " + e.getMessage(), e);
        }
    }

    /**
     * Adds one.
     *
     * @param who decides, for the record
     */
    void add(ObjectNode note, String who) {
        Instant now = Instant.now();
        // Keys sort by time; two decisions of one moment are both kept.
        String key = folder + String.format("%019d", now.toEpochMilli() * 1_000_000 + now.getNano() % 1_000_000) + "-"
                + UUID.randomUUID() + ".json";
        note.put("who", who).put("when", now.toString());
        store.put(new ObjectKey(ObjectKey.MODELS, key), "application/json", Json.write(note));
    }
}
