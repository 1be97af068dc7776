package org.geocrop.server;

import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.error.NotFoundException;
import org.geocrop.raster.Cog;
import org.geocrop.render.Style;
import org.geocrop.tiler.TilerConfig;
import org.springframework.stereotype.Component;

/** Layers: {@code <job>} is a result's crop types, {@code <job>:<raster>} another of its rasters. */
@Component
class Layers {

    private final Results results;
    private final Access access;
    private final TilerConfig config;

    Layers(Results results, Access access, TilerConfig config) {
        this.results = results;
        this.access = access;
        this.config = config;
    }

    record Layer(Result result, String raster, Style style) {

        Coverage coverage() {
            return result.requireCoverage();
        }
    }

    /**
     * Finds a layer.
     *
     * @throws NotFoundException if there is none of that name that the caller may see
     */
    Layer find(String name) {
        int colon = name.indexOf(':');
        String job = colon < 0 ? name : name.substring(0, colon);
        String raster = colon < 0 ? ResultFiles.CROP_TYPE : name.substring(colon + 1);
        access.requireReadable(job);
        Result result = results.find(job).orElseThrow(() -> new NotFoundException("There is no layer of that name"));
        if (!result.rasters().contains(raster)) {
            throw new NotFoundException("The result has no such raster; it has " + result.rasters());
        }
        Style style = config.style(raster, result.requireCoverage().classes())
                .orElseThrow(() -> new NotFoundException("No style is configured for " + raster));
        return new Layer(result, raster, style);
    }

    /** Whether shared caches may keep it. */
    boolean isPublic(Layer layer) {
        return access.isPublic(layer.result.jobId());
    }

    Cog raster(Layer layer) {
        return raster(layer.result, layer.raster);
    }

    Cog raster(Result result, String raster) {
        return results.raster(result.jobId(), raster);
    }
}
