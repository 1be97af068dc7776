package org.geocrop.geoserver;

import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.geocrop.geoserver.Ledger.Entry;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.geotools.api.data.Parameter;
import org.geotools.api.feature.type.Name;
import org.geotools.api.util.InternationalString;
import org.geotools.feature.NameImpl;
import org.geotools.process.Process;
import org.geotools.process.ProcessFactory;
import org.geotools.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * The engine's processes in the namespace {@code geocrop}: {@code geocrop:ClassifyCrops} and the others, described by
 * the same descriptions as in the standalone server, and those of {@link ResultProcesses}. Who may not run them does not
 * find them.
 */
public final class GeocropProcessFactory implements ProcessFactory, AutoCloseable {

    public static final String NAMESPACE = "geocrop";

    private final Engine engine;
    private final Host host;
    private final Consumer<Entry> changed;
    private final Map<Name, GeoProcess> processes = new LinkedHashMap<>();
    private final Map<Name, ResultProcesses> ofResults = new LinkedHashMap<>();
    private final Descriptions descriptions;
    private final ThreadLocal<WeakReference<@Nullable Object>> checked =
            ThreadLocal.withInitial(() -> new WeakReference<>(null));

    /**
     * The factory.
     *
     * @param changed is told of results that were shared or removed, as they were before
     */
    public GeocropProcessFactory(Engine engine, Host host, Consumer<Entry> changed) {
        this.engine = engine;
        this.host = host;
        this.changed = changed;
        Map<String, GeoProcess> byId = new LinkedHashMap<>();
        engine.processes().all().forEach(process -> {
            processes.put(new NameImpl(NAMESPACE, Bindings.name(process.id())), process);
            byId.put(process.id(), process);
        });
        for (ResultProcesses process : ResultProcesses.values()) {
            ofResults.put(new NameImpl(NAMESPACE, process.localName()), process);
        }
        this.descriptions = new Descriptions(byId);
    }

    private ProcessDescription description(Name name) {
        return descriptions.of(require(name));
    }

    private GeoProcess require(Name name) {
        GeoProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalArgumentException("There is no process " + name);
        }
        return process;
    }

    @Override
    public InternationalString getTitle() {
        return Text.text("GeoCrop");
    }

    /** All, and none for a request of someone who may not run them. */
    @Override
    public Set<Name> getNames() {
        Set<Name> names = new LinkedHashSet<>();
        if (!host.isAsked() || engine.rights().mayRun(host.caller())) {
            names.addAll(processes.keySet());
            names.addAll(ofResults.keySet());
        }
        return names;
    }

    @Override
    public InternationalString getTitle(Name name) {
        ResultProcesses process = ofResults.get(name);
        return Text.text(process == null ? description(name).title() : process.title);
    }

    @Override
    public InternationalString getDescription(Name name) {
        ResultProcesses process = ofResults.get(name);
        return Text.text(process == null ? description(name).description() : process.description);
    }

    @Override
    public Map<String, Parameter<?>> getParameterInfo(Name name) {
        ResultProcesses process = ofResults.get(name);
        return process == null ? Bindings.inputs(description(name)) : process.inputs();
    }

    /** Whether these inputs were not the last that this thread has checked: hosts ask several times for one run. */
    private boolean isNew(Map<String, Object> parameters) {
        boolean isNew = checked.get().get() != parameters;
        checked.set(new WeakReference<>(parameters));
        return isNew;
    }

    /** With inputs, they are checked: hosts ask for this before they accept a run, and so mistakes are told at once. */
    @Override
    public Map<String, Parameter<?>> getResultInfo(Name name, @Nullable Map<String, Object> parameters) {
        ResultProcesses process = ofResults.get(name);
        if (parameters != null && host.isAsked() && isNew(parameters)) {
            if (process != null) {
                process.check(engine, host, parameters);
            } else {
                new GeocropProcess(require(name), description(name), engine, host).check(parameters);
            }
        }
        return process == null ? Bindings.outputs(description(name)) : process.outputs();
    }

    @Override
    public Process create(Name name) {
        ResultProcesses process = ofResults.get(name);
        return process == null
                ? new GeocropProcess(require(name), description(name), engine, host)
                : process.create(engine, host, changed);
    }

    @Override
    public boolean supportsProgress(Name name) {
        return true;
    }

    @Override
    public String getVersion(Name name) {
        return ofResults.containsKey(name) ? "1.0.0" : description(name).version();
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public void close() {
        descriptions.close();
    }
}
