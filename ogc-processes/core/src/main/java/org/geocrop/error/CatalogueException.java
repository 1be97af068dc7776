package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** A STAC catalogue could not be reached, or its answer is not STAC. */
public sealed class CatalogueException extends GeocropException permits CatalogueUnreachableException {

    private static final long serialVersionUID = 1L;

    public CatalogueException(String message) {
        this(message, null);
    }

    public CatalogueException(String message, @Nullable Throwable cause) {
        super("catalogue-unavailable", message, cause);
    }
}
