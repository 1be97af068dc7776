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

    /** What a message quotes may be as long as a request: nobody reads, stores or sends more of it. */
    private static final int MAX_MESSAGE = 4_000;

    private final String code;

    GeocropException(String code, String message, @Nullable Throwable cause) {
        super(bounded(message), cause);
        this.code = code;
    }

    static String bounded(String message) {
        int cut = message.length() - MAX_MESSAGE;
        return cut <= 0 ? message : message.substring(0, MAX_MESSAGE) + "… and " + cut + " characters more";
    }

    /** A stable, hyphenated name of the kind of fault, such as {@code no-scenes}: part of the API. */
    public final String code() {
        return code;
    }
}
