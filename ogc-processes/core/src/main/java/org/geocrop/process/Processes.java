package org.geocrop.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processes of a host, by id, in the order in which they are listed: built in first, then those that were deployed. */
public final class Processes {

    private final Map<String, GeoProcess> processes = new LinkedHashMap<>();
    private final Deployed deployed;

    /** Processes that come and go while the host runs. */
    public interface Deployed {

        Deployed NONE = new Deployed() {
            @Override
            public List<GeoProcess> all() {
                return List.of();
            }

            @Override
            public Optional<GeoProcess> find(String id) {
                return Optional.empty();
            }

            @Override
            public Optional<GeoProcess> ever(String id) {
                return Optional.empty();
            }
        };

        List<GeoProcess> all();

        Optional<GeoProcess> find(String id);

        /** Also one that was taken away. */
        Optional<GeoProcess> ever(String id);
    }

    public Processes(List<GeoProcess> processes) {
        this(processes, Deployed.NONE);
    }

    public Processes(List<GeoProcess> processes, Deployed deployed) {
        processes.forEach(process -> this.processes.put(process.id(), process));
        this.deployed = deployed;
    }

    public Optional<GeoProcess> find(String id) {
        return Optional.ofNullable(processes.get(id)).or(() -> deployed.find(id));
    }

    /** The process of a job, which may have been taken away since it was accepted. */
    public Optional<GeoProcess> ofJob(String id) {
        return Optional.ofNullable(processes.get(id)).or(() -> deployed.ever(id));
    }

    public Collection<GeoProcess> all() {
        List<GeoProcess> all = new ArrayList<>(processes.values());
        all.addAll(deployed.all());
        return all;
    }

    public List<String> ids() {
        return all().stream().map(GeoProcess::id).toList();
    }
}
