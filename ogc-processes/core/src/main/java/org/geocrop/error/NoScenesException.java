package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** The catalogue answered, but has too few usable scenes for the area and season. */
public final class NoScenesException extends GeocropException {

    private static final long serialVersionUID = 1L;

    public NoScenesException(String message) {
        this(message, null);
    }

    public NoScenesException(String message, @Nullable Throwable cause) {
        super("no-scenes", message, cause);
    }
}
