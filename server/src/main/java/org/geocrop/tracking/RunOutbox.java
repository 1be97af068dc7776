package org.geocrop.tracking;

import java.util.LinkedHashMap;
import java.util.Map;
import org.geocrop.error.GeocropException;
import org.geocrop.json.Json;
import org.geocrop.model.Trainer;
import org.geocrop.process.training.TrainingListener;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs on their way to MLflow. What is to be told is written into the store first and removed when MLflow has it: a
 * server that is away, here or there, loses nothing and holds nobody up.
 */
public final class RunOutbox implements TrainingListener {

    private static final Logger LOG = LoggerFactory.getLogger(RunOutbox.class);
    private static final String PENDING = "tracking/";
    private static final int MAX_FILE = 512 << 20;

    private final ObjectStore store;
    private final @Nullable MlflowServer server;

    /** An outbox; without a server nothing is kept or sent. */
    RunOutbox(ObjectStore store, @Nullable MlflowServer server) {
        this.store = store;
        this.server = server;
    }

    @Override
    public @Nullable String begun(Trainer.Plan plan) {
        if (server == null) {
            return null;
        }
        try {
            return server.begin(plan.name(), plan.version());
        } catch (GeocropException e) {
            LOG.warn("The run of {}@{} is begun later: {}", plan.name(), plan.version(), e.getMessage());
            return null;
        }
    }

    @Override
    public void failed(Trainer.Plan plan, @Nullable String runId) {
        if (server == null || runId == null) {
            return;
        }
        try {
            server.fail(runId);
        } catch (GeocropException e) {
            LOG.warn("The failed run {} stays as it is in MLflow: {}", runId, e.getMessage());
        }
    }

    @Override
    public void trained(Trainer.Trained trained, Trainer.Plan plan) {
        if (server == null) {
            return;
        }
        TrackedRun run = TrackedRun.of(trained, plan);
        store.put(key(run), "application/json", Json.write(Json.of(run)));
        send();
    }

    /** Sends what waits; what can't be sent waits on. */
    public void send() {
        if (server == null) {
            return;
        }
        for (ObjectStore.Stat waiting : store.list(ObjectKey.MODELS, PENDING)) {
            try {
                TrackedRun run = Json.to(Json.read(store.get(waiting.key(), 1 << 20)), TrackedRun.class);
                server.complete(run, files(run));
                store.delete(waiting.key());
                LOG.info("MLflow has the run of {}@{}", run.model(), run.version());
            } catch (GeocropException e) {
                LOG.warn("{} is sent to MLflow later: {}", waiting.key(), e.getMessage());
            } catch (Json.MalformedException e) {
                LOG.error("{} can't be read and is left alone", waiting.key(), e);
            }
        }
    }

    private Map<String, byte[]> files(TrackedRun run) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String file : run.files()) {
            files.put(
                    file,
                    store.get(
                            new ObjectKey(ObjectKey.MODELS, run.model() + "/" + run.version() + "/" + file), MAX_FILE));
        }
        return files;
    }

    private static ObjectKey key(TrackedRun run) {
        return new ObjectKey(ObjectKey.MODELS, PENDING + run.model() + "/" + run.version() + ".json");
    }
}
