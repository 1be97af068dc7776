package org.geocrop.geoserver.catalog;

import org.geocrop.error.GeocropException;
import org.geoserver.platform.ServiceException;

/**
 * A mistake of a client: 400 by OGC API, {@code InvalidParameterValue} by OWS, and a line in the log without a trace,
 * since nothing is wrong with the server.
 */
final class Refusal extends ServiceException {

    private static final long serialVersionUID = 1L;

    Refusal(GeocropException mistake) {
        super(mistake.getMessage(), INVALID_PARAMETER_VALUE, input(String.valueOf(mistake.getMessage())));
    }

    /** The input that messages such as {@code inputs/year: …} begin with. */
    private static String input(String message) {
        int colon = message.indexOf(':');
        return message.startsWith("inputs/") && colon > 0 ? message.substring("inputs/".length(), colon) : "inputs";
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
