package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** A file became another one between two reads; opening it again gives the new one. */
public final class SourceChangedException extends RasterException {

    private static final long serialVersionUID = 1L;

    public SourceChangedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
