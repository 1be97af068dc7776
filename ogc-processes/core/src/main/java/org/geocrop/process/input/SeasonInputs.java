package org.geocrop.process.input;

import java.net.URI;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.json.Json;
import org.geocrop.json.JsonSchema;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Progress;
import org.geocrop.pipeline.SeasonRequest;
import org.geocrop.process.ProcessDescription;
import org.geocrop.stac.SceneQuery;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/** The inputs that all processes that read scenes have in common: area, season, catalogue, and what bounds them. */
public final class SeasonInputs {

    /**
     * Bounds of one request.
     *
     * @param maxAreaKm2 of the AOI
     * @param maxSeasonDays from first to last day
     */
    public record Limits(double maxAreaKm2, int maxSeasonDays) {}

    private final Map<String, Imagery> catalogues = new LinkedHashMap<>();
    private final @Nullable Function<URI, Imagery> byAddress;
    private final List<SeasonCalendar> calendars;
    private final Limits limits;

    /**
     * Common inputs.
     *
     * @param catalogues the first is the default
     * @param byAddress opens a catalogue whose address a request gives, guarded; null if requests may only name one
     * @param calendars the first is the default
     */
    public SeasonInputs(
            List<Imagery> catalogues,
            @Nullable Function<URI, Imagery> byAddress,
            List<SeasonCalendar> calendars,
            Limits limits) {
        catalogues.forEach(catalogue -> this.catalogues.put(catalogue.name(), catalogue));
        this.byAddress = byAddress;
        this.calendars = List.copyOf(calendars);
        this.limits = limits;
    }

    public String aboutArea() {
        return "[lon, lat, radius_m] in degrees and metres, a GeoJSON Polygon or MultiPolygon, or a bbox; at most "
                + limits.maxAreaKm2 + " km²";
    }

    public ProcessDescription.Builder describe(ProcessDescription.Builder builder) {
        return builder.may(
                        "year", "Year in which the season begins", "Or give start and end", Schemas.whole(2015, 2200))
                .may("season", "Season calendar", "Which months the year means", calendarSchema())
                .may("start", "First day", "Instead of year; together with end", Schemas.date())
                .may("end", "Last day", "Instead of year; together with start", Schemas.date())
                .may("catalogue", "STAC catalogue", aboutCatalogue(), catalogueSchema())
                .may(
                        "min_observations",
                        "Minimum clear observations",
                        "Pixels with fewer are nodata",
                        Schemas.whole(1, 100).otherwise(SeasonRequest.DEFAULT_MIN_OBSERVATIONS))
                .may(
                        "max_cloud_cover",
                        "Maximum scene cloud cover (%)",
                        "Scenes above are skipped",
                        Schemas.number(0, 100).otherwise((int) SceneQuery.DEFAULT_MAX_CLOUD_COVER));
    }

    /** The calendars by their ids; {@code x-calendars} tells their titles, and months and days as {@code --MM-dd}. */
    private JsonSchema calendarSchema() {
        List<String> ids = calendars.stream().map(SeasonCalendar::id).toList();
        List<Map<String, Object>> about = calendars.stream()
                .map(calendar -> Json.members(
                        "id",
                        calendar.id(),
                        "title",
                        calendar.title(),
                        "start",
                        calendar.start().toString(),
                        "end",
                        calendar.end().toString()))
                .toList();
        return Schemas.oneOf(ids, ids.get(0)).with("x-calendars", about);
    }

    private String aboutCatalogue() {
        return byAddress == null
                ? "One of those that are configured"
                : "One of those that are configured, or the https address of a STAC API or static catalogue";
    }

    private JsonSchema catalogueSchema() {
        List<String> names = List.copyOf(catalogues.keySet());
        JsonSchema named = Schemas.oneOf(names, names.get(0)).title("one of " + names);
        if (byAddress == null) {
            return named;
        }
        JsonSchema address = JsonSchema.text()
                .title("an http or https address")
                .format("uri")
                .pattern("^https?://")
                .maxLength(1000);
        return JsonSchema.anyOf(List.of(named, address)).otherwise(names.get(0));
    }

    public Aoi aoi(Inputs inputs) {
        return bounded(inputs.aoi("aoi"));
    }

    /**
     * The area itself.
     *
     * @throws LimitExceededException if it is too large
     */
    public Aoi bounded(Aoi aoi) {
        if (aoi.areaKm2() > limits.maxAreaKm2) {
            throw new LimitExceededException(String.format(
                    "The AOI has %.1f km²; at most %.1f km² are worked on in one job",
                    aoi.areaKm2(), limits.maxAreaKm2));
        }
        return aoi;
    }

    /**
     * Features of an input whose scenes are to be read.
     *
     * @throws LimitExceededException if their bounds are too large
     */
    public Locations locations(String input, Inputs inputs, ObjectStore store, Progress progress) {
        Locations locations = Locations.read(input, inputs, store, progress);
        try {
            bounded(locations.area());
        } catch (LimitExceededException e) {
            throw new LimitExceededException("inputs/" + input + ": their bounds are too large. " + e.getMessage(), e);
        }
        return locations;
    }

    public SeasonCalendar calendar(Inputs inputs) {
        String id = inputs.text("season");
        return id == null
                ? calendars.get(0)
                : calendars.stream()
                        .filter(calendar -> calendar.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new InvalidRequestException("There is no season calendar '" + id
                                + "'; there are "
                                + calendars.stream().map(SeasonCalendar::id).toList()));
    }

    public Season season(Inputs inputs) {
        LocalDate start = inputs.date("start");
        LocalDate end = inputs.date("end");
        if (inputs.has("year") == (start != null || end != null) || (start == null) != (end == null)) {
            throw new InvalidRequestException("inputs/year: a season is given by 'year', or by both 'start' and 'end'");
        }
        Season season = start != null && end != null
                ? new Season(start, end)
                : calendar(inputs).season(inputs.integer("year", 0));
        long days = season.start().until(season.end(), ChronoUnit.DAYS) + 1;
        if (days > limits.maxSeasonDays) {
            throw new LimitExceededException(
                    "The season has " + days + " days; at most " + limits.maxSeasonDays + " are allowed");
        }
        return season;
    }

    public Imagery imagery(Inputs inputs) {
        String given = inputs.text("catalogue");
        String name = given == null ? catalogues.keySet().iterator().next() : given;
        Imagery known = catalogues.get(name);
        if (known != null) {
            return known;
        }
        if (byAddress == null || !name.matches("https?://.*")) {
            throw new InvalidRequestException(
                    "inputs/catalogue: there is no catalogue '" + name + "'; there are " + catalogues.keySet());
        }
        try {
            return byAddress.apply(URI.create(name));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("inputs/catalogue: is not an address", e);
        }
    }

    public int minObservations(Inputs inputs) {
        return inputs.integer("min_observations", SeasonRequest.DEFAULT_MIN_OBSERVATIONS);
    }

    public double maxCloudCover(Inputs inputs) {
        return inputs.number("max_cloud_cover", SceneQuery.DEFAULT_MAX_CLOUD_COVER);
    }
}
