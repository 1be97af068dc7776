package org.geocrop.tiler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Season calendars and styles, from {@code seasons.yaml} and {@code styles.yaml}. */
public final class TilerConfig {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final List<SeasonCalendar> calendars;
    private final Map<String, StyleEntry> styles;

    private TilerConfig(List<SeasonCalendar> calendars, Map<String, StyleEntry> styles) {
        this.calendars = calendars;
        this.styles = styles;
    }

    record SeasonsFile(List<SeasonEntry> seasons) {}

    record SeasonEntry(String id, String title, String region, String start, String end, String defaultModel) {}

    record StylesFile(Map<String, StyleEntry> styles) {}

    record StyleEntry(
            String type,
            @Nullable String title,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double scale,
            @Nullable Integer nodata,
            @Nullable List<String> colors) {}

    /**
     * Reads the files of a folder, and for those that it lacks the built-in ones.
     *
     * @param folder or null
     * @throws IllegalArgumentException naming file and fault
     */
    public static TilerConfig load(@Nullable Path folder) {
        List<SeasonCalendar> calendars = new ArrayList<>();
        for (SeasonEntry entry : read(folder, "seasons.yaml", SeasonsFile.class).seasons()) {
            calendars.add(calendar(entry));
        }
        if (calendars.isEmpty()) {
            throw new IllegalArgumentException("seasons.yaml has no season");
        }
        Map<String, StyleEntry> styles =
                read(folder, "styles.yaml", StylesFile.class).styles();
        for (String raster : styles.keySet()) {
            style(raster, Objects.requireNonNull(styles.get(raster)), List.of());
        }
        return new TilerConfig(List.copyOf(calendars), new LinkedHashMap<>(styles));
    }

    /** The first is the default. */
    public List<SeasonCalendar> calendars() {
        return calendars;
    }

    /**
     * How a raster of a result looks; empty if it is not drawn.
     *
     * @param raster such as {@code ndvi_peak}
     * @param classes of the result
     */
    public Optional<Style> style(String raster, List<CropClass> classes) {
        return Optional.ofNullable(styles.get(raster)).map(entry -> style(raster, entry, classes));
    }

    private static SeasonCalendar calendar(SeasonEntry e) {
        try {
            return new SeasonCalendar(
                    e.id,
                    e.title,
                    e.region,
                    MonthDay.parse("--" + e.start),
                    MonthDay.parse("--" + e.end),
                    e.defaultModel);
        } catch (DateTimeException cause) {
            throw new IllegalArgumentException(
                    "seasons.yaml: the season " + e.id + " needs start and end as month-day, such as 09-01", cause);
        }
    }

    private static Style style(String raster, StyleEntry e, List<CropClass> classes) {
        return switch (e.type) {
            case "classes" -> new Style.Classes(classes);
            case "picture" -> new Style.Picture(e.nodata == null ? 0 : e.nodata);
            case "ramp" -> {
                if (e.title == null || e.min == null || e.max == null || e.nodata == null || e.colors == null) {
                    throw new IllegalArgumentException(
                            "styles.yaml: the ramp of " + raster + " needs title, min, max, nodata and colors");
                }
                yield new Style.Ramp(e.title, e.min, e.max, e.scale == null ? 1 : e.scale, e.nodata, e.colors);
            }
            default ->
                throw new IllegalArgumentException("styles.yaml: the style of " + raster + " is of type '" + e.type
                        + "', not classes, ramp or picture");
        };
    }

    private static <T> T read(@Nullable Path folder, String name, Class<T> type) {
        Path own = folder == null ? null : folder.resolve(name);
        try (InputStream in = own != null && Files.isRegularFile(own)
                ? Files.newInputStream(own)
                : Objects.requireNonNull(TilerConfig.class.getResourceAsStream(name))) {
            return YAML.readValue(in, type);
        } catch (IOException | JacksonException e) {
            throw new IllegalArgumentException(name + " is not right: " + e.getMessage(), e);
        }
    }
}
