package org.geocrop.maps.stac.cql;

import java.util.Locale;
import java.util.function.Function;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * A part of a filter.
 *
 * @param kind of its values
 * @param value of it
 */
public record Expr(Kind kind, Value value) {

    /** Values of properties by their names; null where there is none. */
    @FunctionalInterface
    public interface Properties {
        @Nullable Object get(String name);
    }

    /** A value that depends on properties; null where it is not known. */
    @FunctionalInterface
    interface Value {
        @Nullable Object of(Properties properties);
    }

    /** What values are. */
    public enum Kind {
        BOOLEAN,
        NUMBER,
        TEXT,
        /** A {@link Span}. */
        TIME,
        /** A geometry in degrees, longitude first. */
        SHAPE,
        /** Of a property that no one has described. */
        ANY;

        /** What a property of this kind has in its place. */
        boolean fits(Kind other) {
            return this == other
                    || this == ANY
                    || other == ANY
                    || this == TIME && other == TEXT
                    || this == TEXT && other == TIME;
        }

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Nullable Object of(Properties properties) {
        return value.of(properties);
    }

    /** Whether all is there that it asks for, and true: what is not known is not true. */
    public boolean holds(Properties properties) {
        return Boolean.TRUE.equals(of(properties));
    }

    static Expr literal(Object value) {
        Kind kind = value instanceof Boolean
                ? Kind.BOOLEAN
                : value instanceof Double
                        ? Kind.NUMBER
                        : value instanceof Span ? Kind.TIME : value instanceof Geometry ? Kind.SHAPE : Kind.TEXT;
        return new Expr(kind, properties -> value);
    }

    static Expr property(String name, Function<String, Kind> kinds) {
        return new Expr(kinds.apply(name), properties -> properties.get(name));
    }

    /** The same, which has to be a condition. */
    Expr condition() {
        if (kind != Kind.BOOLEAN && kind != Kind.ANY) {
            throw new InvalidRequestException("`filter`: a " + kind.title() + " stands where a condition has to");
        }
        return this;
    }
}
