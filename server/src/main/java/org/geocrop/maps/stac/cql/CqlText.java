package org.geocrop.maps.stac.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.geocrop.error.InvalidRequestException;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Reads CQL2 text by recursive descent. */
public final class CqlText {

    private static final int MOST = 8_000;
    private static final int DEPTH = 50;
    private static final List<String> SHAPES = List.of(
            "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION");

    private final CqlTokens tokens;
    private final Function<String, Expr.Kind> kinds;
    private int depth;

    private CqlText(String text, Function<String, Expr.Kind> kinds) {
        this.tokens = new CqlTokens(text);
        this.kinds = kinds;
    }

    /**
     * A condition.
     *
     * @param kinds of properties by their names
     * @throws InvalidRequestException saying where it is wrong
     */
    public static Expr read(String text, Function<String, Expr.Kind> kinds) {
        if (text.length() > MOST) {
            throw new InvalidRequestException("`filter` has more than " + MOST + " characters");
        }
        CqlText reader = new CqlText(text, kinds);
        Expr filter = reader.either();
        if (!reader.tokens.atEnd()) {
            throw reader.tokens.unexpected();
        }
        return filter.condition();
    }

    private Expr either() {
        if (++depth > DEPTH) {
            throw new InvalidRequestException("`filter` is nested more than " + DEPTH + " deep");
        }
        List<Expr> parts = new ArrayList<>(List.of(both()));
        while (tokens.take("OR")) {
            parts.add(both());
        }
        depth--;
        return parts.size() == 1 ? parts.get(0) : Operators.of("or", parts);
    }

    private Expr both() {
        List<Expr> parts = new ArrayList<>(List.of(not()));
        while (tokens.take("AND")) {
            parts.add(not());
        }
        return parts.size() == 1 ? parts.get(0) : Operators.of("and", parts);
    }

    private Expr not() {
        boolean negative = false;
        while (tokens.take("NOT")) {
            negative = !negative;
        }
        Expr condition;
        if (tokens.take("(")) {
            condition = either();
            tokens.need(")");
        } else {
            condition = predicate();
        }
        return negative ? Operators.of("not", List.of(condition)) : condition;
    }

    private Expr predicate() {
        Expr left = scalar();
        if (tokens.take("IS")) {
            boolean negative = tokens.take("NOT");
            tokens.need("NULL");
            return negated(negative, Operators.of("isNull", List.of(left)));
        }
        boolean negative = tokens.take("NOT");
        if (tokens.take("LIKE")) {
            return negated(negative, Operators.of("like", List.of(left, scalar())));
        }
        if (tokens.take("BETWEEN")) {
            Expr low = scalar();
            tokens.need("AND");
            return negated(negative, Operators.of("between", List.of(left, low, scalar())));
        }
        if (tokens.take("IN")) {
            List<Expr> arguments = new ArrayList<>(List.of(left));
            arguments.addAll(list());
            return negated(negative, Operators.of("in", arguments));
        }
        if (negative) {
            throw tokens.unexpected();
        }
        for (String op : List.of("<>", "<=", ">=", "=", "<", ">")) {
            if (tokens.take(op)) {
                return Operators.of(op, List.of(left, scalar()));
            }
        }
        return left;
    }

    private static Expr negated(boolean negative, Expr condition) {
        return negative ? Operators.of("not", List.of(condition)) : condition;
    }

    private List<Expr> list() {
        tokens.need("(");
        List<Expr> list = new ArrayList<>();
        do {
            list.add(scalar());
        } while (tokens.take(","));
        tokens.need(")");
        return list;
    }

    private Expr scalar() {
        if (tokens.isText()) {
            return Expr.literal(tokens.text());
        }
        if (tokens.isNumber()) {
            return Expr.literal(tokens.number());
        }
        if (!tokens.isName()) {
            throw tokens.unexpected();
        }
        int start = tokens.position();
        boolean quoted = tokens.isQuoted();
        String name = tokens.name();
        String word = name.toUpperCase(Locale.ROOT);
        if (quoted) {
            return Expr.property(name, kinds);
        }
        if (SHAPES.contains(word)) {
            return Expr.literal(shape(start));
        }
        if (word.equals("TRUE") || word.equals("FALSE")) {
            return Expr.literal(word.equals("TRUE"));
        }
        return tokens.isNext("(") ? call(word) : Expr.property(name, kinds);
    }

    private Expr call(String word) {
        switch (word) {
            case "TIMESTAMP", "DATE" -> {
                tokens.need("(");
                Span span = Span.parse(tokens.text());
                tokens.need(")");
                return Expr.literal(span);
            }
            case "INTERVAL" -> {
                tokens.need("(");
                String from = tokens.text();
                tokens.need(",");
                Span span = Span.between(from, tokens.text());
                tokens.need(")");
                return Expr.literal(span);
            }
            case "BBOX" -> {
                List<Double> numbers = new ArrayList<>();
                tokens.need("(");
                do {
                    numbers.add(tokens.number());
                } while (tokens.take(","));
                tokens.need(")");
                return Expr.literal(CqlJson.box(
                        numbers.stream().mapToDouble(Double::doubleValue).toArray()));
            }
            default -> {
                return Operators.of(word, list());
            }
        }
    }

    private Geometry shape(int start) {
        String text = tokens.parenthesized(start);
        try {
            return new WKTReader().read(text);
        } catch (ParseException | IllegalArgumentException e) {
            throw new InvalidRequestException("`filter`: a geometry is no WKT: " + e.getMessage(), e);
        }
    }
}
