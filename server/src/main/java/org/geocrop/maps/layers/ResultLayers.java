package org.geocrop.maps.layers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.StoreException;
import org.geocrop.grid.Season;
import org.geocrop.job.Job;
import org.geocrop.job.JobQuery;
import org.geocrop.job.JobStore;
import org.geocrop.tiler.TilerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rasters of results as layers, {@code <job>} for crop types and {@code <job>:<raster>} for others, and the mosaics
 * {@code latest} and {@code latest:<raster>} of the newest. That of crop types is always there, if need be empty.
 */
public final class ResultLayers {

    static final String LATEST = "latest";

    /** Before the ids of two jobs. */
    static final String DIFFERENCE = "difference:";

    private static final Logger LOG = LoggerFactory.getLogger(ResultLayers.class);
    private static final Duration KNOWN_FOR = Duration.ofSeconds(5);
    /** How much longer another server's change of sharing may take to be seen. */
    private static final Duration SEEN_FOR = Duration.ofSeconds(1);

    private static final int SHORT = 8;
    private static final int MOSAICS = 256;
    private static final String CONFIDENCE = ResultFiles.CONFIDENCE;

    private final JobStore jobs;
    private final Results results;
    private final TilerConfig config;
    private final int most;
    private volatile Snapshot newest = new Snapshot(List.of(), Long.MIN_VALUE);

    private record Snapshot(List<Result> results, long takenAt) {}

    /** A mosaic of those results of a snapshot that a caller may see: made once for all who see the same. */
    private record Mosaic(String raster, BitSet visible, boolean isPublic, Same of) {}

    /** A list that equals itself only. */
    private static final class Same {
        private final List<Result> results;

        Same(List<Result> results) {
            this.results = results;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Same same && same.results == results;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(results);
        }
    }

    /** A mosaic as somebody sees it. */
    private record Seen(String raster, Object sight, Same of) {}

    private final Cache<Seen, Optional<MapLayer>> seen = Caffeine.newBuilder()
            .maximumSize(MOSAICS)
            .expireAfterWrite(SEEN_FOR)
            .build();

    private final Cache<Mosaic, MapLayer> mosaics = Caffeine.newBuilder()
            .maximumSize(MOSAICS)
            .expireAfterAccess(KNOWN_FOR.multipliedBy(2))
            .build();

    /** Mosaics and lists of at most so many results. */
    public ResultLayers(JobStore jobs, Results results, TilerConfig config, int most) {
        this.jobs = jobs;
        this.results = results;
        this.config = config;
        this.most = most;
    }

    /** Maps that jobs have made, newest first; what another server has made is seen after some seconds. */
    List<Result> newest() {
        Snapshot known = newest;
        if (known.takenAt != Long.MIN_VALUE && System.nanoTime() - known.takenAt < KNOWN_FOR.toNanos()) {
            return known.results;
        }
        synchronized (this) {
            if (newest != known) {
                return newest.results;
            }
            List<Result> found = new ArrayList<>();
            for (Job job : jobs.list(JobQuery.newestResults(most))) {
                find(job.id()).filter(result -> result.coverage() != null).ifPresent(found::add);
            }
            // What is as it was stays the same list, and its mosaics with it.
            List<Result> now = found.equals(known.results) ? known.results : List.copyOf(found);
            newest = new Snapshot(now, System.nanoTime());
            return now;
        }
    }

    /** The list is made anew when it is asked for next: a job has ended here. */
    public void forget() {
        newest = new Snapshot(newest.results, Long.MIN_VALUE);
    }

    private Optional<Result> find(String job) {
        try {
            return results.find(job);
        } catch (StoreException e) {
            LOG.warn("The result of {} can't be read: {}", job, e.getMessage());
            return Optional.empty();
        }
    }

    /** A layer of a result; who may read it was asked before. */
    Optional<MapLayer> find(String job, String raster, boolean isPublic) {
        Optional<Result> result = results.find(job);
        if (result.isEmpty() || result.get().coverage() == null) {
            return Optional.empty();
        }
        if (!result.get().rasters().contains(raster)) {
            throw new NotFoundException(
                    "The result has no such raster; it has " + result.get().rasters());
        }
        if (config.style(raster, List.of()).isEmpty()) {
            throw new NotFoundException("No style is configured for " + raster);
        }
        return Optional.of(layer(result.get(), raster, isPublic));
    }

    /**
     * What has changed from one crop map to another, in the classes of the second.
     *
     * @throws NotFoundException if one is no finished crop map
     */
    MapLayer difference(String before, String after, boolean isPublic) {
        Granule earlier = granule(requireMap(before), ResultFiles.CROP_TYPE);
        Result result = requireMap(after);
        MapLayer.About about = MapLayer.About.of(
                DIFFERENCE + before + ":" + after,
                "What has changed from " + shortId(before) + " to " + shortId(after),
                "Pixels whose class in the second map is not that of the first, in the colours of the second.",
                List.of("change", ResultFiles.CROP_TYPE));
        return MapLayer.of(
                about,
                List.of(granule(result, ResultFiles.CROP_TYPE).since(earlier)),
                List.of(ResultFiles.CROP_TYPE),
                (style, classes) -> config.style(style, classes).orElseThrow(),
                MapLayer.Lifetime.FOR_EVER,
                isPublic);
    }

    private Result requireMap(String job) {
        return results.find(job)
                .filter(result -> result.rasters().contains(ResultFiles.CROP_TYPE))
                .orElseThrow(() -> new NotFoundException("The job " + job + " has no finished crop map"));
    }

    /** All layers of a result. */
    List<MapLayer> of(Result result, boolean isPublic) {
        return result.rasters().stream()
                .filter(raster -> config.style(raster, List.of()).isPresent())
                .map(raster -> layer(result, raster, isPublic))
                .toList();
    }

    private MapLayer layer(Result result, String raster, boolean isPublic) {
        Coverage coverage = result.requireCoverage();
        String of = result.jobId();
        Season season = coverage.season();
        String when = season == null ? "" : ", " + season.start() + " to " + season.end();
        MapLayer.About about = MapLayer.About.of(
                raster.equals(ResultFiles.CROP_TYPE) ? of : of + ":" + raster,
                title(raster) + when + " (" + shortId(of) + ")",
                describe(raster, coverage) + " Made " + result.created() + " by " + result.processId() + ".",
                List.of(result.processId(), raster));
        return MapLayer.of(
                about,
                List.of(granule(result, raster)),
                List.of(raster),
                (style, classes) -> config.style(style, classes).orElseThrow(),
                MapLayer.Lifetime.FOR_EVER,
                isPublic);
    }

    private static String describe(String raster, Coverage coverage) {
        return title(raster) + (coverage.model() == null ? "." : ", model " + coverage.model() + ".");
    }

    /** The beginning of a job's id, for titles; ids that people gave may be shorter. */
    static String shortId(String job) {
        return job.substring(0, Math.min(SHORT, job.length()));
    }

    static String title(String raster) {
        String text = raster.replace('_', ' ')
                .replace("ndvi", "NDVI")
                .replace("evi", "EVI")
                .replace("savi", "SAVI");
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private Granule granule(Result result, String raster) {
        Coverage coverage = result.requireCoverage();
        boolean sure = result.rasters().contains(CONFIDENCE);
        return Granule.of(
                result.jobId() + ":" + raster,
                coverage.grid(),
                coverage.bounds(),
                coverage.season(),
                coverage.classes(),
                () -> results.raster(result.jobId(), raster),
                sure ? () -> results.raster(result.jobId(), CONFIDENCE) : null,
                result);
    }

    /** Mosaics of the newest results that may be read. */
    List<MapLayer> mosaics(Object sight, Predicate<String> mayRead, Predicate<String> isPublic) {
        return ResultFiles.DRAWN.stream()
                .flatMap(raster -> mosaic(raster, sight, mayRead, isPublic).stream())
                .toList();
    }

    /** Whether a layer is that of the newest results, of which there are some. */
    public static boolean isOfNewest(MapLayer layer) {
        return layer.name().equals(LATEST) && layer.granules().get(0).result() != null;
    }

    /**
     * A mosaic of the newest results that may be read.
     *
     * @param sight equals another for which the same may be read: not each tile asks for each result
     */
    Optional<MapLayer> mosaic(String raster, Object sight, Predicate<String> mayRead, Predicate<String> isPublic) {
        if (!ResultFiles.DRAWN.contains(raster)
                || config.style(raster, List.of()).isEmpty()) {
            return Optional.empty();
        }
        List<Result> all = newest();
        return seen.get(new Seen(raster, sight, new Same(all)), key -> mosaic(raster, all, mayRead, isPublic));
    }

    private Optional<MapLayer> mosaic(
            String raster, List<Result> all, Predicate<String> mayRead, Predicate<String> isPublic) {
        BitSet visible = new BitSet(all.size());
        boolean allPublic = true;
        for (int i = 0; i < all.size(); i++) {
            Result result = all.get(i);
            if (result.rasters().contains(raster) && mayRead.test(result.jobId())) {
                visible.set(i);
                allPublic &= isPublic.test(result.jobId());
            }
        }
        if (visible.isEmpty()) {
            return raster.equals(ResultFiles.CROP_TYPE)
                    ? Optional.of(mosaic(raster, List.of(EmptyMap.granule()), false))
                    : Optional.empty();
        }
        return Optional.of(mosaics.get(
                new Mosaic(raster, visible, allPublic, new Same(all)),
                key -> mosaic(
                        raster,
                        visible.stream()
                                .mapToObj(i -> granule(all.get(i), raster))
                                .toList(),
                        key.isPublic)));
    }

    private MapLayer mosaic(String raster, List<Granule> granules, boolean isPublic) {
        MapLayer.About about = MapLayer.About.of(
                raster.equals(ResultFiles.CROP_TYPE) ? LATEST : LATEST + ":" + raster,
                "Latest: " + title(raster),
                "The newest results of a season, the latest on top.",
                List.of("mosaic", raster));
        return MapLayer.of(
                about,
                granules,
                List.of(raster),
                (style, classes) -> config.style(style, classes).orElseThrow(),
                MapLayer.Lifetime.SHORT,
                isPublic);
    }
}
