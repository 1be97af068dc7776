package org.geocrop.geoserver.catalog;

import org.geocrop.geoserver.Caller;
import org.geoserver.ows.HttpErrorCodeException;
import org.springframework.security.access.AccessDeniedException;

/**
 * What someone may not do: who has not signed in is asked to, by 401; others get 403, whatever the method. GeoServer's
 * own page for them answers 405 to a DELETE.
 */
final class Denial {

    private static final int FORBIDDEN = 403;

    private Denial() {}

    static RuntimeException of(Caller caller, String message) {
        return caller.isNobody()
                ? new AccessDeniedException("Sign in first")
                : new HttpErrorCodeException(FORBIDDEN, message);
    }
}
