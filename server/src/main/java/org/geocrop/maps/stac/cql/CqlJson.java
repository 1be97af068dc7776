package org.geocrop.maps.stac.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.GeoJsonShapes;
import org.locationtech.jts.geom.Geometry;
import tools.jackson.databind.JsonNode;

/** Reads CQL2 JSON. */
public final class CqlJson {

    private final Function<String, Expr.Kind> kinds;

    private CqlJson(Function<String, Expr.Kind> kinds) {
        this.kinds = kinds;
    }

    /**
     * A condition.
     *
     * @param kinds of properties by their names
     * @throws InvalidRequestException saying what is wrong
     */
    public static Expr read(JsonNode filter, Function<String, Expr.Kind> kinds) {
        return new CqlJson(kinds).expr(filter).condition();
    }

    private Expr expr(JsonNode node) {
        if (node.isBoolean()) {
            return Expr.literal(node.asBoolean());
        }
        if (node.isNumber()) {
            return Expr.literal(node.asDouble());
        }
        if (node.isString()) {
            return Expr.literal(node.asString());
        }
        if (node.has("op")) {
            List<Expr> arguments = new ArrayList<>();
            String op = node.path("op").asString("");
            boolean flat = List.of("in", "between").contains(op.toLowerCase(Locale.ROOT));
            if (!node.path("args").isArray()) {
                throw new InvalidRequestException(
                        "`filter`: " + InvalidRequestException.shown(op) + " has no list of args");
            }
            for (JsonNode argument : node.path("args")) {
                if (flat && argument.isArray()) {
                    argument.forEach(one -> arguments.add(expr(one)));
                } else {
                    arguments.add(expr(argument));
                }
            }
            return Operators.of(op, arguments);
        }
        if (node.path("property").isString()) {
            return Expr.property(node.path("property").asString(), kinds);
        }
        return literal(node);
    }

    private static Expr literal(JsonNode node) {
        if (node.path("timestamp").isString()) {
            return Expr.literal(Span.parse(node.path("timestamp").asString()));
        }
        if (node.path("date").isString()) {
            return Expr.literal(Span.parse(node.path("date").asString()));
        }
        if (node.path("interval").size() == 2) {
            return Expr.literal(Span.between(
                    time(node.path("interval").get(0)),
                    time(node.path("interval").get(1))));
        }
        if (node.path("bbox").isArray()) {
            return Expr.literal(box(node.path("bbox")
                    .valueStream()
                    .mapToDouble(n -> n.asDouble(Double.NaN))
                    .toArray()));
        }
        if (node.has("type")) {
            try {
                return Expr.literal(GeoJsonShapes.read(node));
            } catch (InvalidRequestException e) {
                throw new InvalidRequestException("`filter`: " + e.getMessage(), e);
            }
        }
        throw new InvalidRequestException(
                "`filter`: " + InvalidRequestException.shown(node.toString()) + " is nothing that CQL2 JSON has");
    }

    private static String time(JsonNode end) {
        return end.path("timestamp").asString(end.path("date").asString(end.asString("")));
    }

    /** Of four or six numbers; across the antimeridian west is above east. */
    static Geometry box(double[] given) {
        Geometry box = GeoJsonShapes.box(given);
        if (box == null) {
            throw new InvalidRequestException("`filter`: a bbox is west, south, east, north in degrees");
        }
        return box;
    }
}
