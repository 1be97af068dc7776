package org.geocrop.tiler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.geocrop.grid.SeasonCalendar;
import org.geocrop.grid.TileMatrixSet;
import org.geocrop.grid.TileMatrixSets;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Season calendars, styles, layers and tile matrix sets: {@code seasons.yaml}, {@code styles.yaml},
 * {@code layers.yaml} and {@code tile-matrix-sets/*.json} of a folder, and for files that it lacks the built-in ones.
 */
public final class TilerConfig {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final @Nullable Path folder;
    private final List<SeasonCalendar> calendars;
    private final Map<String, StyleEntry> styles;
    private final LayersFile layers;
    private final TileMatrixSets matrixSets;

    private TilerConfig(
            @Nullable Path folder,
            List<SeasonCalendar> calendars,
            Map<String, StyleEntry> styles,
            LayersFile layers,
            TileMatrixSets matrixSets) {
        this.folder = folder;
        this.calendars = calendars;
        this.styles = styles;
        this.layers = layers;
        this.matrixSets = matrixSets;
    }

    record SeasonsFile(List<SeasonEntry> seasons) {}

    record SeasonEntry(String id, String title, String region, String start, String end, String defaultModel) {}

    record StylesFile(Map<String, StyleEntry> styles) {}

    record LayersFile(
            @Nullable List<LayerEntry> layers, @Nullable List<GroupEntry> groups) {
        LayersFile {
            layers = layers == null ? List.of() : List.copyOf(layers);
            groups = groups == null ? List.of() : List.copyOf(groups);
        }
    }

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
        styles.forEach((name, style) -> style.look(name, List.of(), folder));
        LayersFile layers = read(folder, "layers.yaml", LayersFile.class);
        check(layers, styles);
        return new TilerConfig(
                folder, List.copyOf(calendars), Map.copyOf(styles), layers, new TileMatrixSets(matrixSets(folder)));
    }

    /** The first is the default. */
    public List<SeasonCalendar> calendars() {
        return calendars;
    }

    public TileMatrixSets matrixSets() {
        return matrixSets;
    }

    public List<LayerEntry> layers() {
        return Objects.requireNonNull(layers.layers());
    }

    public List<GroupEntry> groups() {
        return Objects.requireNonNull(layers.groups());
    }

    /** The folder of the files; null where all are built in. */
    public @Nullable Path folder() {
        return folder;
    }

    /**
     * A style; empty if there is none of that name. A raster of a result is drawn in the style of its own name, and not
     * at all where there is none.
     *
     * @param name such as {@code ndvi_peak}
     * @param classes of the result
     */
    public Optional<Look> style(String name, List<CropClass> classes) {
        return Optional.ofNullable(styles.get(name)).map(entry -> entry.look(name, classes, folder));
    }

    private static void check(LayersFile file, Map<String, StyleEntry> styles) {
        Set<String> names = new HashSet<>();
        for (LayerEntry layer : Objects.requireNonNull(file.layers())) {
            for (String style : layer.styleNames()) {
                if (!styles.containsKey(style)) {
                    throw new IllegalArgumentException(
                            "layers.yaml: the style " + style + " of the layer " + layer.name() + " is not there");
                }
            }
            if (!names.add(layer.name())) {
                throw new IllegalArgumentException("layers.yaml: there are two layers " + layer.name());
            }
        }
        for (GroupEntry group : Objects.requireNonNull(file.groups())) {
            if (!names.containsAll(group.layers()) || !names.add(group.name())) {
                throw new IllegalArgumentException("layers.yaml: the group " + group.name()
                        + " lists a layer that is not there before it, or has the name of another");
            }
        }
    }

    private static List<TileMatrixSet> matrixSets(@Nullable Path folder) {
        Path own = folder == null ? null : folder.resolve("tile-matrix-sets");
        if (own == null || !Files.isDirectory(own)) {
            return List.of();
        }
        List<TileMatrixSet> sets = new ArrayList<>();
        try (Stream<Path> files = Files.list(own)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                sets.add(MatrixSetDocument.read(Files.readAllBytes(file), String.valueOf(file.getFileName())));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("tile-matrix-sets can't be read", e);
        }
        return sets;
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
