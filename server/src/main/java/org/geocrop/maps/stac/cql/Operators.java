package org.geocrop.maps.stac.cql;

import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/** Operators and functions of CQL2 by the names that its JSON gives them; what is not known makes what is not known. */
final class Operators {

    private Operators() {}

    static Expr of(String written, List<Expr> arguments) {
        String op = written.toLowerCase(Locale.ROOT);
        return switch (op) {
            case "and", "or" -> all(op.equals("and"), arguments);
            case "not" -> {
                Expr one = counted(op, arguments, 1).get(0).condition();
                yield condition(p -> one.of(p) instanceof Boolean b ? !b : null);
            }
            case "isnull" -> {
                Expr one = counted(op, arguments, 1).get(0);
                yield condition(p -> one.of(p) == null);
            }
            case "=", "<>", "<", "<=", ">", ">=" -> compared(op, counted(op, arguments, 2));
            case "between" -> {
                List<Expr> three = counted(op, arguments, 3);
                yield all(
                        true,
                        List.of(
                                compared(">=", List.of(three.get(0), three.get(1))),
                                compared("<=", List.of(three.get(0), three.get(2)))));
            }
            case "in" -> {
                if (arguments.size() < 2) {
                    throw new InvalidRequestException("`filter`: in has a list with at least one value");
                }
                Expr one = arguments.get(0);
                yield all(
                        false,
                        arguments.subList(1, arguments.size()).stream()
                                .map(value -> compared("=", List.of(one, value)))
                                .toList());
            }
            case "like" -> like(counted(op, arguments, 2));
            case "casei" -> {
                Expr one = typed(op, counted(op, arguments, 1), Expr.Kind.TEXT).get(0);
                yield new Expr(
                        Expr.Kind.TEXT, p -> one.of(p) instanceof String text ? text.toLowerCase(Locale.ROOT) : null);
            }
            default -> function(op, arguments);
        };
    }

    private static Expr function(String op, List<Expr> arguments) {
        if (op.startsWith("t_")) {
            List<Expr> two = typed(op, counted(op, arguments, 2), Expr.Kind.TIME);
            // Whether there is such a function is said before any item is looked at.
            Span.ALWAYS.is(op, Span.ALWAYS);
            return condition(p -> {
                Span a = time(two.get(0).of(p));
                Span b = time(two.get(1).of(p));
                return a == null || b == null ? null : a.is(op, b);
            });
        }
        BiFunction<Geometry, Geometry, Boolean> relation = switch (op) {
            case "s_intersects" -> Geometry::intersects;
            case "s_disjoint" -> Geometry::disjoint;
            case "s_equals" -> Geometry::equalsTopo;
            case "s_touches" -> Geometry::touches;
            case "s_within" -> Geometry::within;
            case "s_overlaps" -> Geometry::overlaps;
            case "s_crosses" -> Geometry::crosses;
            case "s_contains" -> Geometry::contains;
            default ->
                throw new InvalidRequestException(
                        "`filter`: there is no operator or function " + (op.length() > 40 ? op.substring(0, 40) : op));
        };
        List<Expr> two = typed(op, counted(op, arguments, 2), Expr.Kind.SHAPE);
        return condition(
                p -> two.get(0).of(p) instanceof Geometry a && two.get(1).of(p) instanceof Geometry b
                        ? relation.apply(a, b)
                        : null);
    }

    private static Expr condition(Expr.Value value) {
        return new Expr(Expr.Kind.BOOLEAN, value);
    }

    private static List<Expr> counted(String op, List<Expr> arguments, int count) {
        if (arguments.size() != count) {
            throw new InvalidRequestException(
                    "`filter`: " + op + " has " + count + " arguments, not " + arguments.size());
        }
        return arguments;
    }

    private static List<Expr> typed(String op, List<Expr> arguments, Expr.Kind kind) {
        for (Expr argument : arguments) {
            if (!argument.kind().fits(kind)) {
                throw new InvalidRequestException("`filter`: " + op + " is about a " + kind.title() + ", not a "
                        + argument.kind().title());
            }
        }
        return arguments;
    }

    /** True, false or not known, as Kleene has them. */
    private static Expr all(boolean and, List<Expr> arguments) {
        if (arguments.isEmpty()) {
            throw new InvalidRequestException("`filter`: and, or have conditions");
        }
        arguments.forEach(Expr::condition);
        return condition(p -> {
            boolean known = true;
            for (Expr argument : arguments) {
                Object value = argument.of(p);
                if (value instanceof Boolean b && b != and) {
                    return b;
                }
                known &= value instanceof Boolean;
            }
            return known ? and : null;
        });
    }

    private static Expr compared(String op, List<Expr> two) {
        Expr a = two.get(0);
        Expr b = two.get(1);
        boolean ordered = a.kind() != Expr.Kind.SHAPE && b.kind() != Expr.Kind.SHAPE;
        if (!a.kind().fits(b.kind()) || !ordered) {
            throw new InvalidRequestException("`filter`: a " + a.kind().title() + " can't be compared by " + op
                    + " to a " + b.kind().title());
        }
        return condition(p -> {
            Integer order = order(a.of(p), b.of(p));
            return order == null
                    ? null
                    : switch (op) {
                        case "=" -> order == 0;
                        case "<>" -> order != 0;
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case ">" -> order > 0;
                        default -> order >= 0;
                    };
        });
    }

    /** Of times the first moments count; null where values have no order. */
    private static @Nullable Integer order(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Span || b instanceof Span) {
            Span first = time(a);
            Span second = time(b);
            return first == null || second == null ? null : first.start().compareTo(second.start());
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x.compareTo(y);
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y);
        }
        return a instanceof Boolean x && b instanceof Boolean y ? x.compareTo(y) : null;
    }

    private static @Nullable Span time(@Nullable Object value) {
        if (value instanceof String text) {
            try {
                return Span.parse(text);
            } catch (InvalidRequestException noTime) {
                return null;
            }
        }
        return value instanceof Span span ? span : null;
    }

    private static Expr like(List<Expr> two) {
        List<Expr> texts = typed("like", two, Expr.Kind.TEXT);
        return condition(
                p -> texts.get(0).of(p) instanceof String text && texts.get(1).of(p) instanceof String pattern
                        ? Like.matches(text, pattern)
                        : null);
    }
}
