package org.geocrop.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.geocrop.document.DatasetReport;
import org.geocrop.error.ConflictException;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.StoreException;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.Versions;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/**
 * Registered data sets: {@code geocrop-datasets/<name>/<version>/samples.geojson} with a description beside it, {@code
 * dataset.json}. The description decides: the first job to write it has the version, and before that nothing of a version
 * blocks anyone. The samples are stored under a name of their content first, so that a description is of samples that are
 * there whole, whatever is killed, and take their place after it.
 */
public final class Datasets {

    private static final String DESCRIPTION = "dataset.json";
    private static final int MAX_DESCRIPTION = 16 << 20;
    private static final int MAX_SAMPLES = 1 << 28;

    private final ObjectStore store;

    public Datasets(ObjectStore store) {
        this.store = store;
    }

    /** What inputs of other processes call the samples of a version. */
    public static String reference(String name, String version) {
        return "dataset:" + samples(name, version).key();
    }

    /** The job that has registered a version; empty if none has. */
    public Optional<String> owner(String name, String version) {
        return description(name, version).map(there -> String.valueOf(there.job()));
    }

    /**
     * Registers a version; the same job may do so again.
     *
     * @param job that registers it
     * @param samples GeoJSON
     * @param report what was kept of the rows
     * @return the report with what the version is called, its samples' hash and the job
     * @throws ConflictException if another job has registered the version
     */
    public DatasetReport register(String job, byte[] samples, DatasetReport report) {
        String name = report.name();
        String version = report.version();
        String sha256 = Sha256.of(samples);
        DatasetReport description = report.registered(reference(name, version), sha256, job);
        store.put(staged(name, version, sha256), ResultFiles.GEOJSON_TYPE, samples);
        try {
            store.put(key(name, version, DESCRIPTION), "application/json", Json.pretty(description));
        } catch (ConflictException e) {
            if (!owner(name, version).equals(Optional.of(job))) {
                throw new ConflictException("There is a data set " + name + " of version " + version + " already", e);
            }
        }
        finish(name, version);
        return description;
    }

    /** Puts the samples of a version that is described in their place, where a killed process did not come to it. */
    public void finish(String name, String version) {
        String sha256 = description(name, version)
                .map(there -> String.valueOf(there.sha256()))
                .orElse("");
        if (!sha256.matches("[0-9a-f]{64}")) {
            return;
        }
        try {
            byte[] samples = store.get(staged(name, version, sha256), MAX_SAMPLES);
            ObjectKey place = samples(name, version);
            if (!store.holds(place, samples)) {
                // What is there was left by one who never came to describe it.
                store.delete(place);
            }
            store.put(place, ResultFiles.GEOJSON_TYPE, samples);
            store.delete(staged(name, version, sha256));
        } catch (NotFoundException e) {
            // They are in their place.
            return;
        }
    }

    /** Names of all data sets with their versions, the newest first. */
    public Map<String, List<String>> list() {
        return versions(store.list(ObjectKey.DATASETS, ""));
    }

    /** Versions of a data set, the newest first; empty if there is none of that name. */
    public List<String> versions(String name) {
        return name.matches(ModelBundle.NAME)
                ? versions(store.list(ObjectKey.DATASETS, name + "/")).getOrDefault(name, List.of())
                : List.of();
    }

    private static Map<String, List<String>> versions(List<ObjectStore.Stat> files) {
        Map<String, List<String>> versions = new TreeMap<>();
        for (ObjectStore.Stat file : files) {
            String[] parts = file.key().key().split("/");
            if (parts.length == 3 && parts[2].equals(DESCRIPTION)) {
                versions.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(parts[1]);
            }
        }
        versions.values().forEach(each -> each.sort(Versions.NEWEST_FIRST));
        return versions;
    }

    /** What was kept of a version; empty if there is none. */
    public Optional<DatasetReport> description(String name, String version) {
        ObjectKey key = key(name, version, DESCRIPTION);
        try {
            return Optional.of(Json.read(store.get(key, MAX_DESCRIPTION), DatasetReport.class));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (Json.MalformedException e) {
            throw new StoreException(key + " is damaged: " + e.getMessage(), e);
        }
    }

    private static ObjectKey samples(String name, String version) {
        return key(name, version, "samples.geojson");
    }

    private static ObjectKey staged(String name, String version, String sha256) {
        return key(name, version, "samples-" + sha256.substring(0, 16) + ".geojson");
    }

    private static ObjectKey key(String name, String version, String file) {
        return new ObjectKey(ObjectKey.DATASETS, name + "/" + version + "/" + file);
    }
}
