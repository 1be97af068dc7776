package org.geocrop.http.request;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Times as RFC 3339 writes them, which has less than ISO 8601 allows. */
public final class Rfc3339 {

    private static final Pattern SHAPE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?([Zz]|[+-]\\d{2}:\\d{2})");

    private Rfc3339() {}

    /**
     * Reads a time such as 2022-09-01T00:00:00Z.
     *
     * @throws DateTimeException if it is none
     */
    public static OffsetDateTime parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new DateTimeException("RFC 3339 has times like 2022-09-01T00:00:00Z");
        }
        return OffsetDateTime.parse(text);
    }
}
