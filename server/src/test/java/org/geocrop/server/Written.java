package org.geocrop.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.hash.Sha256;
import org.geocrop.json.Json;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/** All that jobs and imports have written, to be compared: names and times are taken out of texts, the rest are hashes. */
final class Written {

    private static final int MAX_BYTES = 1 << 26;

    private final ObjectStore store;

    Written(ObjectStore store) {
        this.store = store;
    }

    /** What a job has written, by bucket and file: its results, and its model or data set. */
    Map<String, String> ofJob(String process, String id) throws Exception {
        String results = "results/" + id + "/";
        return switch (process) {
            case "train-model" -> ofJob(results, id, ObjectKey.MODELS, named(results + "model.json"));
            case "register-dataset" -> ofJob(results, id, ObjectKey.DATASETS, named(results + "report.json"));
            default -> {
                Map<String, String> written = new TreeMap<>();
                add(written, ObjectKey.RESULTS, results, id, "");
                yield written;
            }
        };
    }

    private Map<String, String> ofJob(String results, String id, String bucket, String name) throws Exception {
        Map<String, String> written = new TreeMap<>();
        add(written, ObjectKey.RESULTS, results, id, name);
        add(written, bucket, name + "/", id, name);
        return written;
    }

    /** What an import has written. */
    Map<String, String> ofModel(String name) throws Exception {
        Map<String, String> written = new TreeMap<>();
        add(written, ObjectKey.MODELS, name + "/", "no job", name);
        return written;
    }

    private String named(String result) throws Exception {
        return Json.read(store.get(new ObjectKey(ObjectKey.RESULTS, result), MAX_BYTES))
                .path("name")
                .asString();
    }

    private void add(Map<String, String> written, String bucket, String prefix, String id, String name) {
        for (ObjectStore.Stat stat : store.list(bucket, prefix)) {
            byte[] bytes = store.get(stat.key(), MAX_BYTES);
            String file = stat.key().key().substring(prefix.length());
            written.put(bucket + " " + file, isText(file) ? plain(bytes, id, name) : Sha256.of(bytes));
        }
    }

    private static boolean isText(String file) {
        return file.endsWith(".json") || file.endsWith(".geojson") || file.endsWith(".html");
    }

    private static String plain(byte[] bytes, String id, String name) {
        String text = new String(bytes, StandardCharsets.UTF_8)
                .replace(id, "<job>")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.0-9]*Z", "<time>");
        // The hash of a document that names the job.
        text = text.replaceAll("(\"card\\.json\",\\s*\"sha256\" : )\"[0-9a-f]{64}\"", "$1");
        return name.isEmpty() ? text : text.replace(name, "<name>");
    }
}
