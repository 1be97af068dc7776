package org.geocrop.maps.stac;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.GeoJsonShapes;
import org.geocrop.grid.Season;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.JsonSchema;
import org.geocrop.maps.stac.cql.Expr;
import org.geocrop.maps.stac.cql.Span;
import org.jspecify.annotations.Nullable;

/** By what items are filtered and sorted: what every item has, and whatever else stands in its properties. */
final class Queryables {

    private static final String TIME = "date-time";
    private static final Map<String, JsonSchema> SCHEMAS = schemas();

    private Queryables() {}

    private static Map<String, JsonSchema> schemas() {
        Map<String, JsonSchema> all = new LinkedHashMap<>();
        all.put("id", text("The job that made the item"));
        all.put("collection", text("The process that ran"));
        all.put("geocrop:process", text("The process that ran"));
        all.put("geocrop:model", text("The model, as name@version"));
        all.put(
                "geometry",
                JsonSchema.any().title("Footprint").with("$ref", "https://geojson.org/schema/Geometry.json"));
        all.put("datetime", time("The season; compared by its first day, and as an interval by functions of time"));
        all.put("start_datetime", time("First day of the season"));
        all.put("end_datetime", time("Last day of the season"));
        all.put("created", time("When the job ended"));
        all.put("proj:epsg", JsonSchema.any().title("Code of the CRS").with("type", "integer"));
        return all;
    }

    private static JsonSchema text(String title) {
        return JsonSchema.any().title(title).with("type", "string");
    }

    private static JsonSchema time(String title) {
        return text(title).format(TIME);
    }

    /** The document, as a JSON Schema. */
    static JsonSchema document(String url) {
        return JsonSchema.any()
                .with("$schema", "https://json-schema.org/draft/2019-09/schema")
                .with("$id", url)
                .with("type", "object")
                .title("Queryables")
                .with(
                        "description",
                        "Other properties of items may be named too; an item without one has no value of it.")
                .with("properties", SCHEMAS)
                .with("additionalProperties", true);
    }

    static Expr.Kind kind(String name) {
        JsonSchema schema = SCHEMAS.get(bare(name));
        if (schema == null) {
            return Expr.Kind.ANY;
        }
        if (schema.hasFormat(TIME)) {
            return Expr.Kind.TIME;
        }
        return switch (schema.type()) {
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
                case "geometry" -> shape(items.stored(result).get("geometry"));
                case "datetime" -> season == null ? Span.parse(result.created()) : span(season);
                case "start_datetime" ->
                    season == null ? null : Span.parse(season.start().toString());
                case "end_datetime" ->
                    season == null
                            ? null
                            : new Span(span(season).end(), span(season).end());
                case "created" -> Span.parse(result.created());
                case "proj:epsg" -> (double) coverage.grid().epsg();
                default -> plain(items.stored(result).get("properties").get(bare(name)));
            };
        };
    }

    private static Span span(Season season) {
        LocalDate after = season.end().plusDays(1);
        return new Span(
                season.start().atStartOfDay(ZoneOffset.UTC).toInstant(),
                after.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1));
    }

    private static @Nullable Object shape(ForeignJson geometry) {
        try {
            return GeoJsonShapes.read(geometry);
        } catch (InvalidRequestException none) {
            return null;
        }
    }

    private static @Nullable Object plain(ForeignJson value) {
        if (value.isNumber()) {
            return value.number();
        }
        if (value.isFlag()) {
            return value.flag();
        }
        return value.isText() ? value.text() : null;
    }
}
