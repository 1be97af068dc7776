package org.geocrop.batch;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * The executors that there are. Spark makes one of these by its name ({@code spark.extraListeners}), so that none is
 * missed.
 */
public final class Executors extends SparkListener {

    private static final ConcurrentSkipListMap<String, String> HOSTS = new ConcurrentSkipListMap<>();

    @Override
    public void onExecutorAdded(SparkListenerExecutorAdded added) {
        HOSTS.put(added.executorId(), added.executorInfo().executorHost());
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        HOSTS.remove(removed.executorId());
    }

    /**
     * Where the units of a tile should run, as Spark writes places: tiles go round the executors, so that units which
     * share source tiles come to one executor in turn. Who has nothing of its own to do takes others'.
     */
    static List<String> preferred(int tile) {
        List<String> ids = List.copyOf(HOSTS.keySet());
        if (ids.isEmpty()) {
            return List.of();
        }
        String id = ids.get(tile % ids.size());
        String host = HOSTS.get(id);
        return host == null || id.equals("driver") ? List.of() : List.of("executor_" + host + "_" + id);
    }
}
