package org.geocrop.geoserver.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.opengis.wps10.ExecuteType;
import org.geocrop.geoserver.GeocropProcessFactory;
import org.geoserver.platform.GeoServerExtensions;
import org.geoserver.wps.DismissType;
import org.geoserver.wps.GetExecutionResultType;
import org.geoserver.wps.GetExecutionStatusType;
import org.geoserver.wps.executor.ExecutionStatus;
import org.geoserver.wps.executor.ProcessStatusTracker;
import org.geoserver.wps.executor.WPSExecutionManager;
import org.geoserver.wps.resource.WPSResourceManager;
import org.geotools.api.filter.Filter;
import org.geotools.api.data.Query;
import org.jspecify.annotations.Nullable;

/** GeoServer's WPS: the only class that names it, loaded where it is installed. */
final class WpsRuns implements Runs {

    private final WPSResourceManager resources = GeoServerExtensions.bean(WPSResourceManager.class);
    private final ProcessStatusTracker tracker = GeoServerExtensions.bean(ProcessStatusTracker.class);

    @Override
    public String current() {
        return resources.getExecutionId(Boolean.TRUE);
    }

    @Override
    public Path temporaryFile(String extension) throws IOException {
        return resources.getTemporaryResource(extension).file().toPath();
    }

    @Override
    public Optional<Run> find(String id) {
        return Optional.ofNullable(tracker.getStatus(id)).filter(WpsRuns::isOurs).map(WpsRuns::run);
    }

    @Override
    public List<Run> list() {
        List<Run> runs = new ArrayList<>();
        for (ExecutionStatus status : tracker.getStore().list(new Query(null, Filter.INCLUDE))) {
            if (isOurs(status)) {
                runs.add(run(status));
            }
        }
        return runs;
    }

    @Override
    public void cancel(String id) {
        GeoServerExtensions.bean(WPSExecutionManager.class).cancel(id);
    }

    private static boolean isOurs(ExecutionStatus status) {
        return GeocropProcessFactory.NAMESPACE.equals(status.getProcessName().getNamespaceURI());
    }

    private static Run run(ExecutionStatus status) {
        String user = status.getUserName();
        return new Run(
                status.getExecutionId(),
                status.getProcessName().getLocalPart(),
                user == null || user.equals("anonymous") ? "" : user,
                status.getPhase().name(),
                status.getProgress(),
                status.getPhase().isExecutionCompleted());
    }

    @Override
    public @Nullable String execution(Object parameter) {
        if (parameter instanceof DismissType dismiss) {
            return dismiss.getExecutionId();
        }
        if (parameter instanceof GetExecutionStatusType status) {
            return status.getExecutionId();
        }
        return parameter instanceof GetExecutionResultType result ? result.getExecutionId() : null;
    }

    @Override
    public @Nullable String process(Object parameter) {
        return parameter instanceof ExecuteType execute && execute.getIdentifier() != null
                ? execute.getIdentifier().getValue()
                : null;
    }
}
