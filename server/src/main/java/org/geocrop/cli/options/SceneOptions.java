package org.geocrop.cli.options;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Season;
import org.geocrop.pipeline.Imagery;
import org.geocrop.raster.TileCache;
import org.geocrop.stac.Catalogue;
import org.geocrop.stac.client.Catalogues;
import org.geocrop.store.HttpRanges;
import org.geocrop.store.Sources;
import org.geocrop.tiler.TilerConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where scenes come from and of which season: options of several commands. */
public final class SceneOptions {

    @Option(
            names = "--catalogue",
            required = true,
            paramLabel = "URL|FOLDER",
            description = "A STAC API, a static catalogue, or a folder with STAC items")
    public String catalogue;

    @Option(names = "--collection", paramLabel = "NAME", description = "Collections to search in a STAC API")
    public List<String> collections = List.of();

    @Option(
            names = "--bucket",
            paramLabel = "NAME=URL",
            description = "HTTPS endpoint of an s3:// bucket; * for all others, {bucket} stands for the name")
    public Map<String, String> buckets = Map.of();

    @Option(names = "--year", description = "Year in which the season begins (default calendar: Zimbabwe summer)")
    @Nullable Integer year;

    @Option(names = "--start", paramLabel = "DATE", description = "First day, instead of --year")
    @Nullable LocalDate start;

    @Option(names = "--end", paramLabel = "DATE", description = "Last day, instead of --year")
    @Nullable LocalDate end;

    @Option(
            names = "--max-cloud-cover",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description = "Skip scenes with more cloud (default: ${DEFAULT-VALUE})")
    public double maxCloudCover;

    @Option(
            names = "--min-observations",
            paramLabel = "STEPS",
            defaultValue = "5",
            description = "Time steps with data that a pixel needs (default: ${DEFAULT-VALUE})")
    public int minObservations;

    private final HttpRanges http = new HttpRanges(HttpRanges.DEFAULT_REQUESTS_PER_HOST);

    public Catalogue open() {
        return Catalogues.open(http.http(), location(), collections);
    }

    public Imagery imagery() {
        return new Imagery(catalogue, open(), sources());
    }

    public Sources sources() {
        return new Sources(http, buckets, null, "file".equals(location().getScheme()));
    }

    public TileCache cache() {
        return TileCache.ofThisProcess();
    }

    /**
     * The same for another place.
     *
     * @param of a year, or first and last day with a slash between
     */
    public SceneOptions at(String place, String of) {
        SceneOptions other = new SceneOptions();
        other.catalogue = place;
        other.collections = collections;
        other.buckets = buckets;
        other.maxCloudCover = maxCloudCover;
        other.minObservations = minObservations;
        try {
            if (of.contains("/")) {
                other.start = LocalDate.parse(of.substring(0, of.indexOf('/')));
                other.end = LocalDate.parse(of.substring(of.indexOf('/') + 1));
            } else {
                other.year = Integer.valueOf(of);
            }
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new InvalidRequestException("'" + of + "' is neither a year nor START/END", e);
        }
        return other;
    }

    public Season season() {
        if (start != null && end != null && year == null) {
            return new Season(start, end);
        }
        if (year != null && start == null && end == null) {
            return TilerConfig.load(null).calendars().get(0).season(year);
        }
        throw new InvalidRequestException("Give the season by --year, or by both --start and --end");
    }

    private URI location() {
        return catalogue.matches("[a-z][a-z0-9+.-]+:.*")
                ? URI.create(catalogue)
                : Path.of(catalogue).toAbsolutePath().toUri();
    }
}
