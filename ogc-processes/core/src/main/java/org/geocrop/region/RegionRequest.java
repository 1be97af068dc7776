package org.geocrop.region;

import java.util.List;
import java.util.Map;
import org.geocrop.grid.Season;

/**
 * A map of a region that is wanted.
 *
 * @param name of the region
 * @param label of the season
 * @param season first and last day
 * @param model {@code name@version}
 * @param modelSha256 of its bundle
 * @param minObservations time steps with data that a pixel needs
 * @param maxCloudCover per cent; scenes above are skipped
 * @param minApplicability per cent, below which a pixel gets no class
 * @param rasters to write
 * @param unit pixels of a unit's side
 * @param scenes where they come from
 */
public record RegionRequest(
        String name,
        String label,
        Season season,
        String model,
        String modelSha256,
        int minObservations,
        double maxCloudCover,
        double minApplicability,
        List<String> rasters,
        int unit,
        Scenes scenes) {

    /**
     * Where scenes come from.
     *
     * @param catalogue address of a STAC API or catalogue
     * @param collections to search in an API; empty for all
     * @param buckets HTTPS endpoints of {@code s3:} buckets
     */
    public record Scenes(String catalogue, List<String> collections, Map<String, String> buckets) {

        public Scenes {
            collections = List.copyOf(collections);
            buckets = Map.copyOf(buckets);
        }
    }

    public RegionRequest {
        rasters = List.copyOf(rasters);
    }

    /** The same with the hash of the model's bundle. */
    public RegionRequest with(String sha256) {
        return new RegionRequest(
                name,
                label,
                season,
                model,
                sha256,
                minObservations,
                maxCloudCover,
                minApplicability,
                rasters,
                unit,
                scenes);
    }

    public RegionFiles files() {
        return new RegionFiles(name, label);
    }

    /** What a season is called where nothing else is said: its years. */
    public static String label(Season season) {
        int first = season.start().getYear();
        int last = season.end().getYear();
        return first == last ? "" + first : first + "-" + last;
    }
}
