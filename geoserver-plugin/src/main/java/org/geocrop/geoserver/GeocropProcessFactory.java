package org.geocrop.geoserver;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.geocrop.process.GeoProcess;
import org.geotools.api.data.Parameter;
import org.geotools.api.feature.type.Name;
import org.geotools.api.util.InternationalString;
import org.geotools.feature.NameImpl;
import org.geotools.process.Process;
import org.geotools.process.ProcessFactory;
import org.geotools.text.Text;

/**
 * The engine's processes in the namespace {@code geocrop}: {@code geocrop:ClassifyCrops} and the others, described by
 * the same descriptions as in the standalone server.
 */
public final class GeocropProcessFactory implements ProcessFactory {

    public static final String NAMESPACE = "geocrop";

    private final Engine engine;
    private final Host host;
    private final Map<Name, GeoProcess> processes = new LinkedHashMap<>();

    public GeocropProcessFactory(Engine engine, Host host) {
        this.engine = engine;
        this.host = host;
        engine.processes()
                .all()
                .forEach(process -> processes.put(new NameImpl(NAMESPACE, Bindings.name(process.id())), process));
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

    @Override
    public Set<Name> getNames() {
        return new LinkedHashSet<>(processes.keySet());
    }

    @Override
    public InternationalString getTitle(Name name) {
        return Text.text(require(name).description().title());
    }

    @Override
    public InternationalString getDescription(Name name) {
        return Text.text(require(name).description().description());
    }

    @Override
    public Map<String, Parameter<?>> getParameterInfo(Name name) {
        return Bindings.inputs(require(name).description());
    }

    @Override
    public Map<String, Parameter<?>> getResultInfo(Name name, Map<String, Object> parameters) {
        return Bindings.outputs(require(name).description());
    }

    @Override
    public Process create(Name name) {
        return new GeocropProcess(require(name), engine, host);
    }

    @Override
    public boolean supportsProgress(Name name) {
        return true;
    }

    @Override
    public String getVersion(Name name) {
        return require(name).description().version();
    }

    @Override
    public boolean isAvailable() {
        return true;
    }
}
