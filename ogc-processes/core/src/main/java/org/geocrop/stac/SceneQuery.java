package org.geocrop.stac;

import org.geocrop.grid.Aoi;
import org.geocrop.grid.Season;

/**
 * What scenes are wanted.
 *
 * @param aoi scenes must touch it
 * @param season scenes must lie in it
 * @param maxCloudCover per cent; scenes above are skipped
 */
public record SceneQuery(Aoi aoi, Season season, double maxCloudCover) {

    public static final double DEFAULT_MAX_CLOUD_COVER = 100;

    public boolean matches(Scene scene) {
        return season.contains(scene.day())
                && scene.cloudCover() <= maxCloudCover
                && scene.footprint().intersects(aoi.geometry());
    }
}
