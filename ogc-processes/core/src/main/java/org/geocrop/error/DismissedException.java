package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** The job was dismissed while it ran. */
public final class DismissedException extends GeocropException {

    private static final long serialVersionUID = 1L;

    public DismissedException(String message) {
        this(message, null);
    }

    public DismissedException(String message, @Nullable Throwable cause) {
        super("dismissed", message, cause);
    }
}
