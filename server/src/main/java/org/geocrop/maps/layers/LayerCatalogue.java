package org.geocrop.maps.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.geocrop.access.Access;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.NotFoundException;

/** All layers that the current caller may see. */
public final class LayerCatalogue {

    private static final int MAX_NAME = 200;

    private final ResultLayers results;
    private final RunningLayers running;
    private final BaselineLayers baselines;
    private final RegionLayers regions;
    private final ConfiguredLayers configured;
    private final Access access;
    private final int listed;

    /** A catalogue whose lists name the layers of so many results. */
    public LayerCatalogue(
            ResultLayers results,
            RunningLayers running,
            BaselineLayers baselines,
            RegionLayers regions,
            ConfiguredLayers configured,
            Access access,
            int listed) {
        this.results = results;
        this.running = running;
        this.baselines = baselines;
        this.regions = regions;
        this.configured = configured;
        this.access = access;
        this.listed = listed;
    }

    /** The layers of one result, crop types first. */
    public record ResultLayersOf(Result result, List<MapLayer> layers) {}

    /** Layers that no single result makes. */
    public List<MapLayer> general() {
        List<MapLayer> layers = new ArrayList<>(configured.all());
        List<MapLayer> mosaics = results.mosaics(access.sight(), access::mayRead, access::isPublic);
        boolean isEmpty = mosaics.stream().noneMatch(ResultLayers::isOfNewest);
        if (!isEmpty) {
            layers.addAll(mosaics);
        }
        layers.addAll(regions.all(access.rights(), access.ofEveryone()));
        layers.addAll(baselines.all());
        if (isEmpty) {
            // What there is comes before what will be.
            layers.addAll(mosaics);
        }
        return layers;
    }

    /** Configured layers and baselines that can't be drawn, with the reason. */
    public Map<String, String> leftOut() {
        Map<String, String> all = new TreeMap<>(configured.leftOut());
        all.putAll(baselines.leftOut());
        return all;
    }

    /** Results that have layers, newest first. */
    public List<ResultLayersOf> ofResults() {
        return results.newest().stream()
                .filter(result -> access.mayRead(result.jobId()))
                .limit(listed)
                .map(result -> new ResultLayersOf(result, results.of(result, access.isPublic(result.jobId()))))
                .filter(one -> !one.layers.isEmpty())
                .toList();
    }

    /** Results that the caller may read, newest first. */
    public List<Result> readable() {
        return results.newest().stream()
                .filter(result -> access.mayRead(result.jobId()))
                .toList();
    }

    /** All layers. */
    public List<MapLayer> all() {
        List<MapLayer> layers = new ArrayList<>(general());
        ofResults().forEach(one -> layers.addAll(one.layers));
        return layers;
    }

    /**
     * Finds a layer.
     *
     * @throws NotFoundException if there is none of that name, as far as the caller may know
     */
    public MapLayer require(String name) {
        if (name.length() > MAX_NAME) {
            throw new NotFoundException("There is no layer of that name");
        }
        Optional<MapLayer> general = configured.find(name);
        if (general.isEmpty() && name.startsWith(BaselineLayers.PREFIX)) {
            general = baselines.find(name);
        }
        if (general.isEmpty() && name.startsWith(RegionLayers.PREFIX)) {
            general = regions.find(name, access.rights(), access.ofEveryone());
        }
        if (general.isPresent()) {
            return general.get();
        }
        if (name.startsWith(ResultLayers.DIFFERENCE)) {
            return difference(name.substring(ResultLayers.DIFFERENCE.length()).split(":", -1));
        }
        int colon = name.indexOf(':');
        String job = colon < 0 ? name : name.substring(0, colon);
        String raster = colon < 0 ? ResultFiles.CROP_TYPE : name.substring(colon + 1);
        if (job.equals(ResultLayers.LATEST)) {
            return results.mosaic(raster, access.sight(), access::mayRead, access::isPublic)
                    .orElseThrow(
                            () -> new NotFoundException("There is no result for the layer " + ResultLayers.LATEST));
        }
        access.requireReadable(job);
        return results.find(job, raster, access.isPublic(job))
                .or(() -> regions.ofJob(job, raster, access.rights(), access.ofEveryone()))
                .or(() -> raster.equals(ResultFiles.CROP_TYPE) ? running.find(job) : Optional.empty())
                .orElseThrow(() -> new NotFoundException("There is no layer of that name"));
    }

    private MapLayer difference(String[] jobs) {
        if (jobs.length != 2) {
            throw new NotFoundException("A layer of differences is difference:<job before>:<job after>");
        }
        access.requireReadable(jobs[0]);
        access.requireReadable(jobs[1]);
        return results.difference(jobs[0], jobs[1], access.isPublic(jobs[0]) && access.isPublic(jobs[1]));
    }
}
