package org.geocrop.geoserver.catalog;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.geoserver.Caller;
import org.geocrop.geoserver.Engine;
import org.geocrop.geoserver.GeocropProcessFactory;
import org.geocrop.geoserver.Ledger;
import org.geoserver.ows.AbstractDispatcherCallback;
import org.geoserver.ows.Request;
import org.geoserver.platform.GeoServerExtensions;
import org.geoserver.platform.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Lets only the owner of an execution, and administrators, see and dismiss it, by WPS and by OGC API, and asks those who
 * have not signed in to do so before they run a process. GeoServer itself lets anyone who knows an id do anything. A
 * dismissed execution takes its result with it.
 */
public final class JobGuard extends AbstractDispatcherCallback {

    private static final Pattern JOB = Pattern.compile(".*/jobs/([A-Za-z0-9-]{1,64})(/.*)?");
    private static final Pattern PROCESS =
            Pattern.compile(".*/processes/(" + GeocropProcessFactory.NAMESPACE + "(?::|%3[aA])[^/]+)(/.*)?");

    @Override
    public Operation operationDispatched(Request request, Operation operation) {
        GeocropExtension extension = GeoServerExtensions.bean(GeocropExtension.class);
        Runs runs = extension == null ? null : extension.runs();
        Engine engine = extension == null ? null : extension.engine();
        if (runs != null && engine != null) {
            Caller caller = Callers.current();
            String execution = execution(request, operation, runs);
            if (execution != null && !maySee(execution, runs, engine, caller)) {
                throw denied(caller);
            }
            if (isOurs(request, operation, runs) && !engine.rights().mayRun(caller)) {
                throw Denial.of(caller, "The user may not run processes of GeoCrop");
            }
        }
        return operation;
    }

    /** Only operations that were let through and done come here. */
    @Override
    public Object operationExecuted(Request request, Operation operation, Object result) {
        GeocropExtension extension = GeoServerExtensions.bean(GeocropExtension.class);
        if (extension != null && operation != null && "dismiss".equalsIgnoreCase(operation.getId())) {
            Runs runs = extension.runs();
            String execution = runs == null ? null : execution(request, operation, runs);
            if (execution != null) {
                Running running = extension.running();
                if (running != null) {
                    running.engine().ledger().ofExecution(execution).ifPresent(running::remove);
                }
            }
        }
        return result;
    }

    private static boolean maySee(String execution, Runs runs, Engine engine, Caller caller) {
        if (engine.rights().isAdmin(caller)) {
            return true;
        }
        Ledger.Entry entry = engine.ledger().ofExecution(execution).orElse(null);
        if (entry != null) {
            return engine.rights().mayRemove(caller, entry.note());
        }
        return runs.find(execution)
                .map(run -> run.user().isEmpty()
                        ? engine.rights().mayRun(caller)
                        : run.user().equals(caller.user()))
                .orElse(true);
    }

    private static @Nullable String execution(Request request, Operation operation, Runs runs) {
        Object[] parameters = operation.getParameters();
        for (Object parameter : parameters == null ? new Object[0] : parameters) {
            String id = parameter == null ? null : runs.execution(parameter);
            if (id != null) {
                return id;
            }
        }
        Matcher path = JOB.matcher(path(request));
        return path.matches() ? path.group(1) : null;
    }

    private static boolean isOurs(Request request, Operation operation, Runs runs) {
        Object[] parameters = operation.getParameters();
        for (Object parameter : parameters == null ? new Object[0] : parameters) {
            String process = parameter == null ? null : runs.process(parameter);
            if (process != null && process.startsWith(GeocropProcessFactory.NAMESPACE + ":")) {
                return true;
            }
        }
        return PROCESS.matcher(path(request)).matches();
    }

    private static String path(Request request) {
        String path = "/" + request.getContext() + "/" + request.getPath();
        return path.toLowerCase(Locale.ROOT).contains("/processes/") || path.contains("/jobs/") ? path : "";
    }

    private static RuntimeException denied(Caller caller) {
        return Denial.of(caller, "Only its owner and administrators may do that");
    }
}
