package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** A request is valid, but larger than this installation allows. */
public final class LimitExceededException extends GeocropException {

    /** Its code, for limits that no exception reports. */
    public static final String CODE = "limit-exceeded";

    private static final long serialVersionUID = 1L;

    public LimitExceededException(String message) {
        this(message, null);
    }

    public LimitExceededException(String message, @Nullable Throwable cause) {
        super(CODE, message, cause);
    }
}
