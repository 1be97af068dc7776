package org.geocrop.geoserver.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geoserver.ows.AbstractDispatcherCallback;
import org.geoserver.ows.Request;
import org.geoserver.platform.GeoServerExtensions;
import org.geoserver.platform.Operation;
import org.geoserver.wps.DismissType;
import org.jspecify.annotations.Nullable;

/**
 * An execution that has ended and is dismissed, by WPS or by {@code DELETE jobs/<id>}, takes its result and layers with
 * it. GeoServer tells its listeners of running ones alone.
 */
public final class DismissedJobs extends AbstractDispatcherCallback {

    private static final Pattern JOB = Pattern.compile(".*/jobs/([A-Za-z0-9-]{1,64})/?");

    /** Only operations that GeoServer has allowed and done come here. */
    @Override
    public Object operationExecuted(Request request, Operation operation, Object result) {
        if ("dismiss".equalsIgnoreCase(operation.getId())) {
            String job = job(request, operation);
            // Callbacks are made before what the extension needs is there.
            GeocropExtension extension = GeoServerExtensions.bean(GeocropExtension.class);
            if (job != null && extension != null) {
                extension.remove(job);
            }
        }
        return result;
    }

    private static @Nullable String job(Request request, Operation operation) {
        Object[] parameters = operation.getParameters();
        if (parameters != null) {
            for (Object parameter : parameters) {
                if (parameter instanceof DismissType dismiss) {
                    return dismiss.getExecutionId();
                }
                if (parameter instanceof String id) {
                    return id;
                }
            }
        }
        Matcher path = JOB.matcher("/" + request.getContext() + "/" + request.getPath());
        return path.matches() ? path.group(1) : null;
    }
}
