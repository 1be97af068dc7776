package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** An input is missing, malformed or out of its range. */
public final class InvalidRequestException extends GeocropException {

    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        this(message, null);
    }

    public InvalidRequestException(String message, @Nullable Throwable cause) {
        super("invalid-parameter-value", message, cause);
    }
}
