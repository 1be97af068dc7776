package org.geocrop.maps.stac;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.Result;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.geocrop.maps.stac.cql.Expr;
import org.geocrop.maps.stac.cql.Span;
import org.jspecify.annotations.Nullable;

/** In which order items come (STAC API Sort 1.0): by queryables, those without a value last. */
record Sorting(List<Key> keys) {

    private static final int MOST = 10;

    /** One of them. */
    record Key(String field, boolean descending) {}

    /** Of {@code [{"field": "datetime", "direction": "desc"}]}; empty where no order is asked for. */
    static Sorting read(ForeignJson search) {
        ForeignJson list = search.get("sortby");
        if (!list.isMissing() && !list.isList() || list.size() > MOST) {
            throw new InvalidRequestException("`sortby` must be a list of at most " + MOST + " fields");
        }
        List<Key> keys = new ArrayList<>();
        for (ForeignJson one : list) {
            String field = one.text("field");
            String direction = one.text("direction", "asc");
            Expr.Kind kind = Queryables.kind(field);
            if (!List.of("asc", "desc").contains(direction)) {
                throw new InvalidRequestException("`sortby`: a direction is asc or desc");
            }
            if (kind == Expr.Kind.ANY || kind == Expr.Kind.SHAPE) {
                throw new InvalidRequestException("`sortby`: items can't be sorted by `"
                        + (field.length() > 60 ? field.substring(0, 60) : field) + "`; see the queryables");
            }
            keys.add(new Key(field, direction.equals("desc")));
        }
        return new Sorting(keys);
    }

    /** The parameter of a GET as a POST would have it: {@code -datetime,+id}. */
    static List<Map<String, String>> parse(String text) {
        List<Map<String, String>> list = new ArrayList<>();
        for (String name : text.split(",")) {
            // A plus that was not encoded comes as a space.
            String bare = name.strip();
            boolean signed = bare.startsWith("-") || bare.startsWith("+");
            list.add(Map.of(
                    "field", signed ? bare.substring(1) : bare, "direction", bare.startsWith("-") ? "desc" : "asc"));
        }
        return list;
    }

    List<Result> sort(List<Result> results, StacItems items) {
        if (keys.isEmpty()) {
            return results;
        }
        Comparator<Result> order = (a, b) -> {
            for (Key key : keys) {
                int compared = compare(
                        Queryables.of(a, items).get(key.field),
                        Queryables.of(b, items).get(key.field),
                        key.descending);
                if (compared != 0) {
                    return compared;
                }
            }
            return 0;
        };
        return results.stream().sorted(order).toList();
    }

    private static int compare(@Nullable Object a, @Nullable Object b, boolean descending) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? 1 : -1;
        }
        int compared = a instanceof Span x && b instanceof Span y
                ? x.start().compareTo(y.start())
                : a instanceof Double x && b instanceof Double y
                        ? x.compareTo(y)
                        : a.toString().compareTo(b.toString());
        return descending ? -compared : compared;
    }
}
