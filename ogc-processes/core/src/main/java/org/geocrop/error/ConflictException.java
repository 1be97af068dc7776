package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** The request contradicts the present state, such as asking for results too early, or writing a key twice. */
public final class ConflictException extends GeocropException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        this(message, null);
    }

    public ConflictException(String message, @Nullable Throwable cause) {
        super("conflict", message, cause);
    }
}
