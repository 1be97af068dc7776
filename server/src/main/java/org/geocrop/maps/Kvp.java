package org.geocrop.maps;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/** Key-value pairs of a request, whose names may be written in any case (OGC 06-121r9, 11.5.2). */
public final class Kvp {

    private final Map<String, String> values = new HashMap<>();

    public Kvp(HttpServletRequest request) {
        request.getParameterMap().forEach((name, value) -> {
            if (value.length > 0) {
                values.putIfAbsent(name.toUpperCase(Locale.ROOT), value[0]);
            }
        });
    }

    public Kvp(Map<String, String> pairs) {
        pairs.forEach((name, value) -> values.put(name.toUpperCase(Locale.ROOT), value));
    }

    /** These pairs and one more. */
    public Kvp with(String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return new Kvp(more);
    }

    public @Nullable String get(String name) {
        return values.get(name);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String get(String name, String otherwise) {
        return Objects.requireNonNullElse(values.get(name), otherwise);
    }

    /**
     * A value that has to be there.
     *
     * @throws MissingParameterException if it is not
     */
    public String require(String name) {
        String value = values.get(name);
        if (value == null || value.isEmpty()) {
            throw new MissingParameterException(name);
        }
        return value;
    }

    /**
     * A whole number.
     *
     * @throws InvalidRequestException if it is none, or below {@code min}
     */
    public int integer(String name, int min) {
        String text = require(name);
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= min) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(name + ": is a whole number", e);
        }
        throw new InvalidRequestException(name + ": is " + min + " or more");
    }

    /** A parameter that a request lacks. */
    public static final class MissingParameterException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String parameter;

        public MissingParameterException(String parameter) {
            super("The parameter " + parameter + " is missing");
            this.parameter = parameter;
        }

        public String parameter() {
            return parameter;
        }
    }
}
