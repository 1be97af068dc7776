package org.geocrop.maps.stac;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.GeoJsonShapes;
import org.geocrop.grid.Season;
import org.geocrop.json.Json;
import org.geocrop.maps.stac.cql.Expr;
import org.geocrop.maps.stac.cql.Span;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** By what items are filtered and sorted: what every item has, and whatever else stands in its properties. */
final class Queryables {

    private static final Map<String, ObjectNode> SCHEMAS = schemas();

    private Queryables() {}

    private static Map<String, ObjectNode> schemas() {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        all.put("id", text("The job that made the item"));
        all.put("collection", text("The process that ran"));
        all.put("geocrop:process", text("The process that ran"));
        all.put("geocrop:model", text("The model, as name@version"));
        all.put(
                "geometry",
                Json.object().put("title", "Footprint").put("$ref", "https://geojson.org/schema/Geometry.json"));
        all.put("datetime", time("The season; compared by its first day, and as an interval by functions of time"));
        all.put("start_datetime", time("First day of the season"));
        all.put("end_datetime", time("Last day of the season"));
        all.put("created", time("When the job ended"));
        all.put("proj:epsg", Json.object().put("title", "Code of the CRS").put("type", "integer"));
        return all;
    }

    private static ObjectNode text(String title) {
        return Json.object().put("title", title).put("type", "string");
    }

    private static ObjectNode time(String title) {
        return text(title).put("format", "date-time");
    }

    /** The document, as a JSON Schema. */
    static ObjectNode document(String url) {
        ObjectNode document = Json.object()
                .put("$schema", "https://json-schema.org/draft/2019-09/schema")
                .put("$id", url)
                .put("type", "object")
                .put("title", "Queryables")
                .put(
                        "description",
                        "Other properties of items may be named too; an item without one has no value of it.");
        ObjectNode properties = document.putObject("properties");
        SCHEMAS.forEach((name, schema) -> properties.set(name, schema.deepCopy()));
        return document.put("additionalProperties", true);
    }

    static Expr.Kind kind(String name) {
        ObjectNode schema = SCHEMAS.get(bare(name));
        if (schema == null) {
            return Expr.Kind.ANY;
        }
        if (schema.has("format")) {
            return Expr.Kind.TIME;
        }
        return switch (schema.path("type").asString("")) {
            case "string" -> Expr.Kind.TEXT;
            case "integer" -> Expr.Kind.NUMBER;
            default -> Expr.Kind.SHAPE;
        };
    }

    /** Names may begin with where they stand in an item. */
    private static String bare(String name) {
        return name.startsWith("properties.") ? name.substring("properties.".length()) : name;
    }

    /** Values of one result's item. */
    static Expr.Properties of(Result result, StacItems items) {
        return name -> {
            Coverage coverage = result.requireCoverage();
            Season season = coverage.season();
            return switch (bare(name)) {
                case "id" -> result.jobId();
                case "collection", "geocrop:process" -> result.processId();
                case "geocrop:model" -> coverage.model();
                case "geometry" -> shape(items.stored(result).path("geometry"));
                case "datetime" -> season == null ? Span.parse(result.created()) : span(season);
                case "start_datetime" ->
                    season == null ? null : Span.parse(season.start().toString());
                case "end_datetime" ->
                    season == null
                            ? null
                            : new Span(span(season).end(), span(season).end());
                case "created" -> Span.parse(result.created());
                case "proj:epsg" -> (double) coverage.grid().epsg();
                default -> plain(items.stored(result).path("properties").path(bare(name)));
            };
        };
    }

    private static Span span(Season season) {
        LocalDate after = season.end().plusDays(1);
        return new Span(
                season.start().atStartOfDay(ZoneOffset.UTC).toInstant(),
                after.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1));
    }

    private static @Nullable Object shape(JsonNode geometry) {
        try {
            return GeoJsonShapes.read(geometry);
        } catch (InvalidRequestException none) {
            return null;
        }
    }

    private static @Nullable Object plain(JsonNode value) {
        if (value.isNumber()) {
            return value.asDouble();
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        return value.isString() ? value.asString() : null;
    }
}
