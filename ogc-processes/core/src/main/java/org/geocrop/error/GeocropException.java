package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/**
 * Root of all faults that the engine reports on purpose. The message is written for the person who made the request:
 * it names the thing at fault and what would be right, and never holds credentials or local paths of the server.
 */
public abstract sealed class GeocropException extends RuntimeException
        permits InvalidRequestException,
                LimitExceededException,
                NotFoundException,
                ConflictException,
                NoScenesException,
                CatalogueException,
                RasterException,
                ModelException,
                StoreException,
                DismissedException {

    private static final long serialVersionUID = 1L;

    private final String code;

    GeocropException(String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** A stable, hyphenated name of the kind of fault, such as {@code no-scenes}: part of the API. */
    public final String code() {
        return code;
    }
}
