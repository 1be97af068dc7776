package org.geocrop.error;

import org.jspecify.annotations.Nullable;

/** An input is missing, malformed or out of its range. */
public final class InvalidRequestException extends GeocropException {

    private static final long serialVersionUID = 1L;

    private static final int MAX_SHOWN = 60;

    private final String pointer;
    private final String reason;

    public InvalidRequestException(String message) {
        this(message, null);
    }

    public InvalidRequestException(String message, @Nullable Throwable cause) {
        this("", message, cause);
    }

    private InvalidRequestException(String pointer, String reason, @Nullable Throwable cause) {
        super("invalid-parameter-value", pointer.isEmpty() ? reason : pointer + ": " + reason, cause);
        this.pointer = pointer;
        this.reason = bounded(reason);
    }

    /**
     * A fault at one place of a request.
     *
     * @param pointer such as {@code inputs/samples/features/3}
     * @param reason what is wrong there
     */
    public static InvalidRequestException at(String pointer, String reason) {
        return new InvalidRequestException(pointer, reason, null);
    }

    /** The same fault, seen from further out: what it points at lies below that. */
    public InvalidRequestException below(String outer) {
        return new InvalidRequestException(pointer.isEmpty() ? outer : outer + "/" + pointer, reason, this);
    }

    /** A name that a request gave, as a message tells it: no more of it than one needs to know it. */
    public static String shown(String name) {
        return name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) + "…" : name;
    }

    /** Where it is; empty where that was not told. */
    public String pointer() {
        return pointer;
    }

    /** What is wrong, without where. */
    public String reason() {
        return reason;
    }
}
