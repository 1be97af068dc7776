package org.geocrop.process;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes of a host, by id, in the order in which they are listed. */
public final class Processes {

    private final Map<String, GeoProcess> processes = new LinkedHashMap<>();

    public Processes(List<GeoProcess> processes) {
        processes.forEach(process -> this.processes.put(process.id(), process));
    }

    public Optional<GeoProcess> find(String id) {
        return Optional.ofNullable(processes.get(id));
    }

    public Collection<GeoProcess> all() {
        return processes.values();
    }

    public List<String> ids() {
        return List.copyOf(processes.keySet());
    }
}
