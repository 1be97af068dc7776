package org.geocrop.geoserver;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.geocrop.error.GeocropException;
import org.geocrop.error.NotFoundException;
import org.geocrop.geoserver.Ledger.Entry;
import org.geocrop.job.Job;
import org.geocrop.json.Json;
import org.geotools.api.data.Parameter;
import org.geotools.process.Process;
import org.geotools.text.Text;

/**
 * What owners do with their results, as processes, so that every client of WPS or OGC API can: list, share, remove. It
 * works for synchronous runs and after restarts, where GeoServer knows of no execution to dismiss.
 */
enum ResultProcesses {
    LIST("ListResults", "List results", "The results that the caller may see, the newest first, as JSON."),
    SHARE("ShareResult", "Share a result", "Says who sees a result; for its owner and administrators."),
    REMOVE("RemoveResult", "Remove a result", "Removes a result with all its files; for its owner and administrators.");

    private static final String RESULT = "result";
    private static final String SHARING = "sharing";

    final String title;
    final String description;
    private final String name;

    ResultProcesses(String name, String title, String description) {
        this.name = name;
        this.title = title;
        this.description = description;
    }

    String localName() {
        return name;
    }

    Map<String, Parameter<?>> inputs() {
        Map<String, Parameter<?>> inputs = new LinkedHashMap<>();
        if (this != LIST) {
            inputs.put(RESULT, text(RESULT, "Result", "Name of the result"));
        }
        if (this == SHARE) {
            inputs.put(SHARING, text(SHARING, "Who sees it", "private, shared or public"));
        }
        return inputs;
    }

    Map<String, Parameter<?>> outputs() {
        return Map.of(Bindings.RESULT, text(Bindings.RESULT, "Answer", "What is so now, as JSON"));
    }

    private static Parameter<String> text(String name, String title, String description) {
        return new Parameter<>(
                name, String.class, Text.text(title), Text.text(description), true, 1, 1, null, Map.of());
    }

    Process create(Engine engine, Host host, Consumer<Entry> changed) {
        return (inputs, listener) -> {
            GeocropProcess.begin(listener);
            check(engine, host, inputs);
            Object answer = this == LIST
                    ? Administration.results(engine, host.caller())
                    : change(engine, host.caller(), inputs, changed);
            return Map.of(Bindings.RESULT, new String(Json.pretty(answer), StandardCharsets.UTF_8));
        };
    }

    /**
     * Checks inputs, before a run is accepted.
     *
     * @throws RuntimeException the host's refusal or denial
     */
    void check(Engine engine, Host host, Map<String, Object> inputs) {
        Caller caller = host.caller();
        if (!engine.rights().mayRun(caller)) {
            throw host.denial(caller);
        }
        try {
            if (this != LIST) {
                owned(engine, caller, inputs);
            }
            if (this == SHARE) {
                sharing(inputs);
            }
        } catch (GeocropException e) {
            throw host.refusal(e);
        }
    }

    private static Entry owned(Engine engine, Caller caller, Map<String, Object> inputs) {
        String wanted = String.valueOf(inputs.get(RESULT));
        Entry entry = engine.ledger().require(wanted, engine.rights(), caller);
        if (!engine.rights().mayRemove(caller, entry.note())) {
            throw new NotFoundException("inputs/result: the result " + wanted + " is not the caller's");
        }
        return entry;
    }

    private static Job.Sharing sharing(Map<String, Object> inputs) {
        return Rights.sharing(String.valueOf(inputs.get(SHARING)));
    }

    private Object change(Engine engine, Caller caller, Map<String, Object> inputs, Consumer<Entry> changed) {
        Entry entry = owned(engine, caller, inputs);
        if (this == SHARE) {
            engine.ledger().share(entry.name(), sharing(inputs));
            changed.accept(entry);
            return ResultAbout.of(engine.ledger().require(entry.name(), engine.rights(), caller));
        }
        engine.ledger().remove(entry.name());
        changed.accept(entry);
        return Map.of("removed", entry.name());
    }
}
