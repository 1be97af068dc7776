package org.geocrop.process;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.Season;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.model.Ensemble;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelStore;
import org.geocrop.pipeline.ClassificationPipeline;
import org.geocrop.pipeline.ClassificationRequest;
import org.geocrop.pipeline.Progress;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.SceneQuery;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The process {@code classify-crops}: inputs checked against limits, catalogues, calendars and models, then the
 * pipeline.
 */
public final class ClassifyCrops {

    public static final String ID = "classify-crops";
    public static final String VERSION = "1.0.0";

    private static final Set<String> INPUTS = Set.of(
            "aoi",
            "year",
            "season",
            "start",
            "end",
            "model",
            "catalogue",
            "min_observations",
            "max_cloud_cover",
            "probabilities");

    /**
     * Bounds of one request.
     *
     * @param maxAreaKm2 of the AOI
     * @param maxSeasonDays from first to last day
     */
    public record Limits(double maxAreaKm2, int maxSeasonDays) {}

    private final ClassificationPipeline pipeline;
    private final ModelStore models;
    private final Map<String, Catalogue> catalogues;
    private final List<SeasonCalendar> calendars;
    private final Limits limits;

    /**
     * The process.
     *
     * @param catalogues by name; the first is the default
     * @param calendars the first is the default
     */
    public ClassifyCrops(
            ClassificationPipeline pipeline,
            ModelStore models,
            Map<String, Catalogue> catalogues,
            List<SeasonCalendar> calendars,
            Limits limits) {
        this.pipeline = pipeline;
        this.models = models;
        this.catalogues = new LinkedHashMap<>(catalogues);
        this.calendars = List.copyOf(calendars);
        this.limits = limits;
    }

    /** Checks inputs without running: the same faults that {@link #run} would report for them. */
    public void validate(JsonNode inputs) {
        read("validation", inputs);
    }

    /** Runs a job to its end. */
    public void run(String jobId, JsonNode inputs, Progress progress) {
        ClassificationRequest request = read(jobId, inputs);
        pipeline.run(request, catalogue(request.catalogueName()), progress);
    }

    /** What the process takes and gives, as OGC API Processes describes it; without links. */
    public ObjectNode description() {
        return ClassifyDescription.write(
                List.copyOf(catalogues.keySet()),
                calendars,
                models.list().stream().map(ModelBundle::id).toList(),
                limits);
    }

    private ClassificationRequest read(String jobId, JsonNode json) {
        Inputs inputs = new Inputs(json, INPUTS);
        Aoi aoi = inputs.aoi("aoi");
        if (aoi.areaKm2() > limits.maxAreaKm2) {
            throw new LimitExceededException(String.format(
                    "The AOI has %.1f km²; at most %.1f km² are classified in one job",
                    aoi.areaKm2(), limits.maxAreaKm2));
        }
        SeasonCalendar calendar = calendar(inputs.text("season"));
        Season season = season(inputs, calendar);
        String catalogue = inputs.text("catalogue");
        String catalogueName =
                catalogue == null ? catalogues.keySet().iterator().next() : catalogue;
        catalogue(catalogueName);
        String model = inputs.text("model");
        return new ClassificationRequest(
                jobId,
                aoi,
                season,
                model(model == null ? calendar.defaultModel() : model),
                catalogueName,
                inputs.integer("min_observations", ClassificationRequest.DEFAULT_MIN_OBSERVATIONS, 1, 100),
                inputs.number("max_cloud_cover", SceneQuery.DEFAULT_MAX_CLOUD_COVER, 0, 100),
                inputs.flag("probabilities"));
    }

    private Ensemble model(String reference) {
        try {
            return models.load(reference);
        } catch (NotFoundException e) {
            throw new InvalidRequestException(String.valueOf(e.getMessage()), e);
        }
    }

    private Season season(Inputs inputs, SeasonCalendar calendar) {
        LocalDate start = inputs.date("start");
        LocalDate end = inputs.date("end");
        if (inputs.has("year") == (start != null || end != null) || (start == null) != (end == null)) {
            throw new InvalidRequestException("A season is given by 'year', or by both 'start' and 'end'");
        }
        Season season = start != null && end != null
                ? new Season(start, end)
                : calendar.season(inputs.integer("year", 0, 1900, 2200));
        long days = season.start().until(season.end(), java.time.temporal.ChronoUnit.DAYS) + 1;
        if (days > limits.maxSeasonDays) {
            throw new LimitExceededException(
                    "The season has " + days + " days; at most " + limits.maxSeasonDays + " are allowed");
        }
        return season;
    }

    private SeasonCalendar calendar(@Nullable String id) {
        return id == null
                ? calendars.get(0)
                : calendars.stream()
                        .filter(calendar -> calendar.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new InvalidRequestException("There is no season calendar '" + id
                                + "'; there are "
                                + calendars.stream().map(SeasonCalendar::id).toList()));
    }

    private Catalogue catalogue(String name) {
        Catalogue catalogue = catalogues.get(name);
        if (catalogue == null) {
            throw new InvalidRequestException("There is no catalogue '" + name + "'; there are " + catalogues.keySet());
        }
        return catalogue;
    }

    /** Names of the outputs of a job, of which {@code probabilities} is there on request only. */
    public static List<String> outputs() {
        return java.util.stream.Stream.concat(
                        ResultFiles.RASTERS.stream(), java.util.stream.Stream.of(ResultFiles.PROBABILITIES, "summary"))
                .toList();
    }
}
