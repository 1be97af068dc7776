package org.geocrop.maps.stac;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.GeoJsonShapes;
import org.geocrop.grid.Crs;
import org.geocrop.grid.CrsName;
import org.geocrop.grid.Season;
import org.geocrop.http.request.Rfc3339;
import org.geocrop.json.ForeignJson;
import org.geocrop.maps.stac.cql.CqlJson;
import org.geocrop.maps.stac.cql.CqlText;
import org.geocrop.maps.stac.cql.Expr;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Which items a search wants (STAC API 1.0, item search); of what is not given, all.
 *
 * @param after id of the last item of the page before
 */
record ItemQuery(
        List<String> collections,
        List<String> ids,
        @Nullable Geometry area,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable Expr filter,
        Sorting order,
        @Nullable Fields fields,
        int limit,
        @Nullable String after) {

    /** What a search may have; {@code filter-crs} has one value only. */
    private static final Set<String> MEMBERS = Set.of(
            "collections",
            "ids",
            "bbox",
            "intersects",
            "datetime",
            "filter",
            "filter-lang",
            "filter-crs",
            "sortby",
            "fields",
            "limit",
            "token");

    private static final int DEFAULT_LIMIT = 10;
    private static final int MOST = 1000;
    private static final GeometryFactory BOXES = new GeometryFactory();

    /**
     * Reads a search as JSON; the parameters of a GET have been made into it.
     *
     * @throws InvalidRequestException naming what is wrong
     */
    static ItemQuery read(ForeignJson search) {
        search.requireOnly(MEMBERS, "A search");
        ForeignJson limited = search.get("limit");
        int limit = limited.isMissing() ? DEFAULT_LIMIT : limited.isWhole() ? limited.whole(0) : 0;
        if (limit < 1) {
            throw new InvalidRequestException("`limit` must be a whole number of at least 1");
        }
        if (search.has("bbox") && search.has("intersects")) {
            throw new InvalidRequestException("bbox and intersects: only one of them may be given");
        }
        LocalDate[] times = times(search.text("datetime"));
        return new ItemQuery(
                texts(search.get("collections")),
                texts(search.get("ids")),
                area(search),
                times[0],
                times[1],
                filter(search),
                Sorting.read(search),
                Fields.read(search),
                Math.min(MOST, limit),
                search.textOrNull("token"));
    }

    private static @Nullable Expr filter(ForeignJson search) {
        String crs = search.text("filter-crs", CrsName.CRS84.uri());
        if (CrsName.parse(crs).epsg() != Crs.WGS84 || CrsName.parse(crs).northFirst()) {
            throw new InvalidRequestException("`filter-crs` must be " + CrsName.CRS84.uri());
        }
        ForeignJson filter = search.get("filter");
        if (filter.isMissing()) {
            return null;
        }
        String language = search.text("filter-lang", filter.isText() ? "cql2-text" : "cql2-json");
        return switch (language) {
            case "cql2-text" -> CqlText.read(filter.text(), Queryables::kind);
            case "cql2-json" -> CqlJson.read(filter, Queryables::kind);
            default -> throw new InvalidRequestException("`filter-lang` must be cql2-text or cql2-json");
        };
    }

    private static List<String> texts(ForeignJson list) {
        if (!list.isMissing() && !list.isList()) {
            throw new InvalidRequestException("collections and ids: are lists");
        }
        return list.texts();
    }

    private static @Nullable Geometry area(ForeignJson search) {
        if (search.has("intersects")) {
            return geometry(search.get("intersects"));
        }
        if (!search.has("bbox")) {
            return null;
        }
        ForeignJson box = search.get("bbox");
        if (!box.stream().allMatch(ForeignJson::isNumber)) {
            throw new InvalidRequestException("bbox: is a list of numbers");
        }
        Geometry area = GeoJsonShapes.box(box.numbers());
        if (area == null) {
            throw new InvalidRequestException(
                    "bbox: is west, south, east, north in degrees; west is above east where it crosses 180 degrees");
        }
        return area;
    }

    private static Geometry geometry(ForeignJson json) {
        if (!json.isObject()) {
            throw new InvalidRequestException("intersects: is a GeoJSON geometry");
        }
        try {
            return GeoJsonShapes.read(json);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException("intersects: " + e.getMessage(), e);
        }
    }

    private static @Nullable LocalDate[] times(String text) {
        if (text.isEmpty()) {
            return new LocalDate[2];
        }
        String[] ends = text.split("/", -1);
        if (ends.length > 2 || ends.length == 2 && isOpen(ends[0]) && isOpen(ends[1])) {
            throw new InvalidRequestException("datetime: is a time, or an interval with at least one end");
        }
        LocalDate from = isOpen(ends[0]) ? null : day(ends[0]);
        LocalDate to = ends.length == 1 ? from : isOpen(ends[1]) ? null : day(ends[1]);
        if (ends.length == 1 && from == null || from != null && to != null && to.isBefore(from)) {
            throw new InvalidRequestException("datetime: ends before it begins");
        }
        return new LocalDate[] {from, to};
    }

    private static boolean isOpen(String text) {
        return text.isEmpty() || text.equals("..");
    }

    private static LocalDate day(String text) {
        try {
            return Rfc3339.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
        } catch (DateTimeException e) {
            throw new InvalidRequestException("datetime: is like 2022-09-01T00:00:00Z/..", e);
        }
    }

    /** What they are is read only where the rest of the search does not tell. */
    boolean matches(Result result, StacItems items) {
        Coverage coverage = result.requireCoverage();
        if (!collections.isEmpty() && !collections.contains(result.processId())) {
            return false;
        }
        if (!ids.isEmpty() && !ids.contains(result.jobId())) {
            return false;
        }
        Season season = coverage.season();
        if (season != null
                && (from != null && season.end().isBefore(from)
                        || to != null && season.start().isAfter(to))) {
            return false;
        }
        if (area != null && !touches(area, result, coverage.bounds(), items)) {
            return false;
        }
        return filter == null || filter.holds(Queryables.of(result, items));
    }

    private static boolean touches(Geometry area, Result result, double[] b, StacItems items) {
        Geometry bounds = BOXES.toGeometry(new Envelope(b[0], b[2], b[1], b[3]));
        if (!area.intersects(bounds)) {
            return false;
        }
        ForeignJson footprint = area.covers(bounds)
                ? ForeignJson.missing()
                : items.stored(result).get("geometry");
        return !footprint.isObject() || area.intersects(GeoJsonShapes.read(footprint));
    }
}
