package org.geocrop.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.geocrop.store.ObjectStore;

/** Which models are processes of their own, as notes in the store, the last of which counts. */
public final class Deployments {

    private static final String ALL = "";

    private final Notes<Deployment> notes;
    /** Each request looks; on other servers a change is seen a little later. */
    private final Cache<String, Map<String, Deployment>> known =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofSeconds(5)).build();

    public Deployments(ObjectStore store) {
        this.notes = new Notes<>(store, "processes", Deployment.class);
    }

    /**
     * A model as a process.
     *
     * @param process its id
     * @param model {@code name@version}
     * @param title for people; empty for one that is made
     * @param description for people; empty for one that is made
     * @param isOffered false if it was taken away: jobs that it has accepted go on
     */
    public record Deployment(
            String process,
            String model,
            String title,
            String description,
            @JsonProperty("offered") boolean isOffered) {

        /** The same, taken away. */
        public Deployment withdrawn() {
            return new Deployment(process, model, title, description, false);
        }
    }

    /** By id of the process, also those that were taken away. */
    public Map<String, Deployment> all() {
        return known.get(ALL, key -> read());
    }

    private Map<String, Deployment> read() {
        Map<String, Deployment> all = new LinkedHashMap<>();
        notes.list().forEach(deployment -> all.put(deployment.process, deployment));
        return all;
    }

    /**
     * Deploys, replaces or withdraws.
     *
     * @param who decides, for the record
     */
    public void decide(Deployment deployment, String who) {
        notes.add(deployment, who);
        known.invalidateAll();
    }
}
