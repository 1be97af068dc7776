package org.geocrop.maps.stac.cql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.GeoJsonShapes;
import org.geocrop.json.ForeignJson;
import org.locationtech.jts.geom.Geometry;

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
    public static Expr read(ForeignJson filter, Function<String, Expr.Kind> kinds) {
        return new CqlJson(kinds).expr(filter).condition();
    }

    private Expr expr(ForeignJson node) {
        if (node.isFlag()) {
            return Expr.literal(node.flag());
        }
        if (node.isNumber()) {
            return Expr.literal(node.number());
        }
        if (node.isText()) {
            return Expr.literal(node.text());
        }
        if (node.has("op")) {
            List<Expr> arguments = new ArrayList<>();
            String op = node.text("op");
            boolean flat = List.of("in", "between").contains(op.toLowerCase(Locale.ROOT));
            if (!node.get("args").isList()) {
                throw new InvalidRequestException(
                        "`filter`: " + InvalidRequestException.shown(op) + " has no list of args");
            }
            for (ForeignJson argument : node.get("args")) {
                if (flat && argument.isList()) {
                    argument.forEach(one -> arguments.add(expr(one)));
                } else {
                    arguments.add(expr(argument));
                }
            }
            return Operators.of(op, arguments);
        }
        if (node.get("property").isText()) {
            return Expr.property(node.text("property"), kinds);
        }
        return literal(node);
    }

    private static Expr literal(ForeignJson node) {
        if (node.get("timestamp").isText()) {
            return Expr.literal(Span.parse(node.text("timestamp")));
        }
        if (node.get("date").isText()) {
            return Expr.literal(Span.parse(node.text("date")));
        }
        if (node.get("interval").size() == 2) {
            return Expr.literal(Span.between(
                    time(node.get("interval").get(0)), time(node.get("interval").get(1))));
        }
        if (node.get("bbox").isList()) {
            return Expr.literal(box(node.get("bbox").numbers()));
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

    private static String time(ForeignJson end) {
        return end.text("timestamp", end.text("date", end.text()));
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
