package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** Something that the request names does not exist. */
public final class NotFoundException extends GeocropException {

    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        this(message, null);
    }

    public NotFoundException(String message, @Nullable Throwable cause) {
        super("not-found", message, cause);
    }
}
