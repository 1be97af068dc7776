package org.geocrop.batch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.error.GeocropException;
import org.geocrop.error.StoreException;

/** Finds in what Spark tells of a failed task the reason that a person can use. */
final class Faults {

    /** A stack trace names the engine's own faults as {@code org.geocrop.error.NoScenesException: message}. */
    private static final Pattern OWN = Pattern.compile("org\\.geocrop\\.error\\.\\w+: ([^\\n]+)");

    private Faults() {}

    static RuntimeException of(Throwable fault) {
        for (Throwable at = fault; at != null; at = at.getCause()) {
            if (at instanceof GeocropException known) {
                return known;
            }
            Matcher own = OWN.matcher(String.valueOf(at.getMessage()));
            if (own.find()) {
                return new StoreException(own.group(1), fault);
            }
        }
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        return new StoreException("Spark could not run it: " + cause.getMessage(), fault);
    }
}
