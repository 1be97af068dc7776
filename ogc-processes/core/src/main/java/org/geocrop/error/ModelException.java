package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** A model bundle is broken, tampered with, or does not fit the feature set. */
public final class ModelException extends GeocropException {

    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        this(message, null);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super("model-rejected", message, cause);
    }
}
