package org.geocrop.server;

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
    private final TilerConfig config;

    Layers(Results results, TilerConfig config) {
        this.results = results;
        this.config = config;
    }

    record Layer(Result result, String raster, Style style) {}

    /**
     * Finds a layer.
     *
     * @throws NotFoundException if there is none of that name
     */
    Layer find(String name) {
        int colon = name.indexOf(':');
        String job = colon < 0 ? name : name.substring(0, colon);
        String raster = colon < 0 ? ResultFiles.CROP_TYPE : name.substring(colon + 1);
        Result result = results.find(job).orElseThrow(() -> new NotFoundException("There is no layer of that name"));
        if (!result.rasters().contains(raster)) {
            throw new NotFoundException("The result has no such raster; it has " + result.rasters());
        }
        Style style = config.style(raster, result.classes())
                .orElseThrow(() -> new NotFoundException("No style is configured for " + raster));
        return new Layer(result, raster, style);
    }

    Cog raster(Layer layer) {
        return raster(layer.result, layer.raster);
    }

    Cog raster(Result result, String raster) {
        return results.raster(result.jobId(), raster);
    }
}
