package org.geocrop.maps.wms;

import org.jspecify.annotations.Nullable;

/** A service exception (OGC 06-042, annex E.1). */
final class WmsFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;

    /**
     * An exception.
     *
     * @param code of annex E.1; empty for none
     */
    WmsFault(String code, @Nullable String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.status = status;
    }

    WmsFault(String code, String message) {
        this(code, message, 400, null);
    }

    static WmsFault layerNotDefined(String name) {
        return new WmsFault("LayerNotDefined", "There is no layer '" + name + "'", 404, null);
    }

    String code() {
        return code;
    }

    int status() {
        return status;
    }
}
