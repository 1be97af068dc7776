package org.geocrop.http.request;

import java.time.DateTimeException;
import java.time.Instant;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** The parameter {@code datetime} of lists. */
public final class TimeInterval {

    private TimeInterval() {}

    /** A time, or an interval with {@code ..} or nothing for an open end (RFC 3339). */
    public static @Nullable Instant[] parse(@Nullable String value) {
        if (value == null) {
            return new Instant[2];
        }
        String[] ends = value.split("/", -1);
        if (ends.length > 2) {
            throw new InvalidRequestException("datetime: is a time or an interval such as 2026-01-01T00:00:00Z/..");
        }
        Instant from = time(ends[0]);
        Instant to = ends.length == 1 ? from : time(ends[1]);
        if (from == null && to == null) {
            throw new InvalidRequestException("datetime: an interval has at least one end");
        }
        return new Instant[] {from, to};
    }

    /** A time; null for an open end. */
    public static @Nullable Instant time(String text) {
        if (text.isEmpty() || text.equals("..")) {
            return null;
        }
        try {
            // A plus may have come as the space that it means in a query.
            return Rfc3339.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new InvalidRequestException("datetime: '" + text + "' is no time such as 2026-01-01T00:00:00Z", e);
        }
    }
}
