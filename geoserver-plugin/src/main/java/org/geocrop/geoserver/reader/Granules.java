package org.geocrop.geoserver.reader;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.geocrop.catalogue.Result;
import org.geocrop.raster.Cog;
import org.jspecify.annotations.Nullable;

/**
 * Where readers find results. GeoTools makes formats by their names alone, so that the one of this process is kept here.
 */
public interface Granules {

    AtomicReference<@Nullable Granules> CURRENT = new AtomicReference<>();

    /** Results that a mosaic shows to the one who asks, the newest first. */
    List<Result> visible(Mosaic mosaic);

    /** Equal for results of the same place and time, of which a map shows the newest alone. */
    default Object place(Result result) {
        return result.jobId();
    }

    /** An open raster, which the reader does not close. */
    Cog raster(Result result, Mosaic mosaic);

    /** The factor by which samples become values in the unit of the raster, such as 0.0001; 1 for most. */
    double scale(Mosaic mosaic);

    /**
     * The granules of this process.
     *
     * @throws IllegalStateException if it has none, as long as the store is away
     */
    static Granules current() {
        Granules granules = CURRENT.get();
        if (granules == null) {
            throw new IllegalStateException("GeoCrop is not running here: see its module status");
        }
        return granules;
    }
}
