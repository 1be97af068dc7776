package org.geocrop.http.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Headers that are lists: several lines of one name mean the same as one line with commas (RFC 9110, 5.3). */
public final class HeaderLines {

    private HeaderLines() {}

    /** All lines of a header; null where there is none. */
    public static @Nullable String of(HttpServletRequest request, String name) {
        List<String> lines = Collections.list(request.getHeaders(name));
        return lines.isEmpty() ? null : String.join(", ", lines);
    }
}
