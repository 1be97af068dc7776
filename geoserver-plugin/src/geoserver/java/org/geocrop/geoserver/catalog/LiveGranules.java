package org.geocrop.geoserver.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.geocrop.catalogue.Result;
import org.geocrop.geoserver.Caller;
import org.geocrop.geoserver.Engine;
import org.geocrop.geoserver.Ledger;
import org.geocrop.geoserver.reader.Granules;
import org.geocrop.geoserver.reader.Mosaic;
import org.geocrop.job.Job;
import org.geocrop.raster.Cog;
import org.geocrop.render.Style;
import org.geocrop.tiler.Look;
import org.geoserver.gwc.layer.GeoServerTileLayer;
import org.geoserver.ows.Dispatcher;
import org.geoserver.ows.Request;

/** The results of the engine, for whoever asks for a map. What caches keep has only what everyone may see. */
final class LiveGranules implements Granules {

    private final Engine engine;

    LiveGranules(Engine engine) {
        this.engine = engine;
    }

    @Override
    public List<Result> visible(Mosaic mosaic) {
        Caller caller = Callers.current();
        boolean forCache = isForCache();
        return engine.ledger().list().stream()
                .filter(entry -> forCache
                        ? entry.note().sharing() == Job.Sharing.PUBLIC
                        : engine.rights().maySee(caller, entry.note()))
                .map(Ledger.Entry::result)
                .filter(mosaic::shows)
                .toList();
    }

    @Override
    public Object place(Result result) {
        return engine.ledger().find(result.jobId()).map(Ledger.Entry::place).orElseGet(result::jobId);
    }

    /** Whether GeoWebCache asks, which keeps the answer for everyone. */
    private static boolean isForCache() {
        Request request = Dispatcher.REQUEST.get();
        Map<String, Object> query = request == null ? null : request.getRawKvp();
        return query != null && query.containsKey(GeoServerTileLayer.GWC_SEED_INTERCEPT_TOKEN);
    }

    @Override
    public Cog raster(Result result, Mosaic mosaic) {
        return engine.results().raster(result.jobId(), mosaic.raster());
    }

    @Override
    public double scale(Mosaic mosaic) {
        Optional<Look> look = engine.looks().style(mosaic.raster(), List.of());
        return look.isPresent() && look.get().style() instanceof Style.ColorMap map ? map.scale() : Style.UNSCALED;
    }
}
