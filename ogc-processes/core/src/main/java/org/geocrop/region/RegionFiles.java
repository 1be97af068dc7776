package org.geocrop.region;

import java.util.regex.Pattern;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.store.ObjectKey;

/**
 * The keys of a region's season: {@code geocrop-results/regions/<name>/<season>/…}, where it is planned when {@code
 * plan.json} is there, and visible when {@code collection.json} is. What workers tell each other lies beside it, at {@code
 * region-work/<name>/<season>/…}.
 *
 * @param name of the region, such as {@code zimbabwe}
 * @param season its label, such as {@code 2022-2023}
 */
public record RegionFiles(String name, String season) {

    public static final String PREFIX = "regions/";
    public static final String WORK_PREFIX = "region-work/";
    public static final String COLLECTION = "collection.json";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,23}");
    private static final Pattern SEASON = Pattern.compile("[0-9][0-9-]{3,20}");

    public RegionFiles {
        if (!NAME.matcher(name).matches()) {
            throw InvalidRequestException.at(
                    "name", "a region's name has 1 to 24 lower case letters, digits and hyphens");
        }
        if (!SEASON.matcher(season).matches()) {
            throw InvalidRequestException.at("label", "a season's label has 4 to 21 digits and hyphens: " + season);
        }
    }

    public ObjectKey key(String file) {
        return new ObjectKey(ObjectKey.RESULTS, prefix() + file);
    }

    public String prefix() {
        return PREFIX + name + "/" + season + "/";
    }

    public String workPrefix() {
        return WORK_PREFIX + name + "/" + season + "/";
    }

    private ObjectKey work(String file) {
        return new ObjectKey(ObjectKey.RESULTS, workPrefix() + file);
    }

    public ObjectKey plan() {
        return key("plan.json");
    }

    public ObjectKey collection() {
        return key(COLLECTION);
    }

    ObjectKey shape(String sha256) {
        return key("region-" + sha256 + ".geojson");
    }

    ObjectKey scenes(String sha256) {
        return work("scenes/" + sha256 + ".json");
    }

    String unitsPrefix() {
        return workPrefix() + "units/";
    }

    ObjectKey unit(String tile, int unit) {
        return work("units/" + tile + "/" + unit + ".json");
    }

    String lostPrefix(String tile) {
        return workPrefix() + "lost/" + tile + "/";
    }

    ObjectKey lost(String tile, String sceneSha256) {
        return work("lost/" + tile + "/" + sceneSha256 + ".json");
    }

    String tilesPrefix() {
        return workPrefix() + "tiles/";
    }

    public ObjectKey tile(String tile) {
        return work("tiles/" + tile + ".json");
    }

    @Override
    public String toString() {
        return name + ":" + season;
    }
}
