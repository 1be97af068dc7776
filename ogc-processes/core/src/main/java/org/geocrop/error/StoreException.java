package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** The object store failed. */
public final class StoreException extends GeocropException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        this(message, null);
    }

    public StoreException(String message, @Nullable Throwable cause) {
        super("store-failure", message, cause);
    }
}
