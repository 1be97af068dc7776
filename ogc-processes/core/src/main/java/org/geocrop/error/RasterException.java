package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** A raster is broken, unsupported or unreachable; the message names file and reason. */
public sealed class RasterException extends GeocropException permits SourceChangedException {

    private static final long serialVersionUID = 1L;

    public RasterException(String message) {
        this(message, null);
    }

    public RasterException(String message, @Nullable Throwable cause) {
        super("unreadable-raster", message, cause);
    }
}
