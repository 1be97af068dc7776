package org.geocrop.geoserver;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.GeocropException;
import org.geocrop.store.ObjectKey;

/** What an administrator asks for, as JSON. */
public final class Administration {

    private static final Duration LINK_LIFETIME = Duration.ofHours(1);

    private Administration() {}

    /** Tries the store and each catalogue: {@code ok}, or what is wrong. */
    public static Map<String, String> tests(Engine engine) {
        Map<String, Runnable> tests = new TreeMap<>();
        tests.put("store", () -> engine.store().stat(ResultFiles.key("test", "item.json")));
        engine.tests().forEach(tests::put);
        Map<String, String> outcome = new LinkedHashMap<>();
        tests.forEach((name, test) -> {
            try {
                test.run();
                outcome.put(name, "ok");
            } catch (GeocropException e) {
                outcome.put(name, String.valueOf(e.getMessage()));
            }
        });
        return outcome;
    }

    /** A model, with what was decided about it. */
    public record Model(
            String model, @JsonProperty("default") boolean isDefault, boolean deprecated) {}

    /** All models. */
    public static List<Model> models(Engine engine) {
        return engine.models().list().stream()
                .map(entry -> new Model(entry.bundle().id(), entry.isDefault(), entry.isDeprecated()))
                .toList();
    }

    /** The results that someone may see, the newest first. */
    public static List<ResultAbout> results(Engine engine, Caller caller) {
        return engine.ledger().list().stream()
                .filter(entry -> engine.rights().maySee(caller, entry.note()))
                .map(ResultAbout::of)
                .toList();
    }

    /** A result, with links to its files. */
    public static ResultAbout result(Engine engine, Ledger.Entry entry) {
        Map<String, String> files = new LinkedHashMap<>();
        entry.result().outputs().forEach(output -> {
            ObjectKey key = ResultFiles.key(entry.name(), output.file());
            engine.link(key, LINK_LIFETIME).ifPresent(link -> files.put(output.name(), link.toString()));
        });
        return ResultAbout.of(entry).with(files);
    }
}
