package org.geocrop.maps.wmts;

import org.jspecify.annotations.Nullable;

/** An exception of OWS Common 1.1 (OGC 06-121r3, 8). */
final class OwsFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String locator;
    private final int status;

    OwsFault(String code, String locator, @Nullable String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.locator = locator;
        this.status = status;
    }

    static OwsFault invalid(String locator, String message) {
        return new OwsFault("InvalidParameterValue", locator, message, 400, null);
    }

    String code() {
        return code;
    }

    String locator() {
        return locator;
    }

    int status() {
        return status;
    }
}
