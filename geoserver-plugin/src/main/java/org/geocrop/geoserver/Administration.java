package org.geocrop.geoserver;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.GeocropException;
import org.geocrop.json.Json;
import org.geocrop.model.ModelRegistry;
import org.geocrop.store.ObjectKey;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an administrator asks for, as JSON. */
public final class Administration {

    private static final Duration LINK_LIFETIME = Duration.ofHours(1);

    private Administration() {}

    /** Tries the store and each catalogue: {@code ok}, or what is wrong. */
    public static ObjectNode tests(Engine engine) {
        Map<String, Runnable> tests = new TreeMap<>();
        tests.put("store", () -> engine.store().stat(ResultFiles.key("test", "item.json")));
        engine.tests().forEach(tests::put);
        ObjectNode outcome = Json.object();
        tests.forEach((name, test) -> {
            try {
                test.run();
                outcome.put(name, "ok");
            } catch (GeocropException e) {
                outcome.put(name, e.getMessage());
            }
        });
        return outcome;
    }

    /** All models, with what was decided about them. */
    public static ArrayNode models(Engine engine) {
        ArrayNode models = Json.array();
        for (ModelRegistry.Entry entry : engine.models().list()) {
            models.add(Json.object()
                    .put("model", entry.bundle().id())
                    .put("default", entry.isDefault())
                    .put("deprecated", entry.isDeprecated()));
        }
        return models;
    }

    /** The results that someone may see, the newest first. */
    public static ArrayNode results(Engine engine, Caller caller) {
        ArrayNode results = Json.array();
        engine.ledger().list().stream()
                .filter(entry -> engine.rights().maySee(caller, entry.note()))
                .forEach(entry -> results.add(ResultProcesses.about(entry)));
        return results;
    }

    /** A result, with links to its files. */
    public static ObjectNode result(Engine engine, Ledger.Entry entry) {
        ObjectNode about = ResultProcesses.about(entry);
        ObjectNode files = about.putObject("outputs");
        entry.result().outputs().forEach(output -> {
            ObjectKey key = ResultFiles.key(entry.name(), output.file());
            engine.link(key, LINK_LIFETIME).ifPresent(link -> files.put(output.name(), link.toString()));
        });
        return about;
    }
}
