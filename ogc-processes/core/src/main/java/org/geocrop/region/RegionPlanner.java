package org.geocrop.region;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.geocrop.error.ConflictException;
import org.geocrop.error.DismissedException;
import org.geocrop.error.NoScenesException;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.Aoi;
import org.geocrop.grid.PixelGrid;
import org.geocrop.hash.Sha256;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.parallel.Tasks;
import org.geocrop.pipeline.Imagery;
import org.geocrop.pipeline.Progress;
import org.geocrop.stac.Scene;
import org.geocrop.stac.SceneLists;
import org.geocrop.stac.SceneQuery;
import org.geocrop.stac.SceneSearch;
import org.geocrop.store.ObjectStore;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** Plans the map of a region: cuts it, searches its scenes once, and keeps both, {@code plan.json} last. */
public final class RegionPlanner {

    private static final int SEARCHES_AT_ONCE = 8;
    private static final double SEARCH_SHARE = 0.9;
    private static final int NAMED = 10;
    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    private final ObjectStore store;

    public RegionPlanner(ObjectStore store) {
        this.store = store;
    }

    /**
     * The plan of a request: the one that is there, if it is of the same request and shape.
     *
     * @throws ConflictException if the region's season has another plan
     * @throws NoScenesException naming the districts for which the catalogue has too few scenes
     */
    public RegionPlan plan(RegionRequest request, RegionShape shape, Imagery imagery, Progress progress) {
        // What is written is rounded; whoever reads it has the same pixels.
        ForeignJson districts = ForeignJson.of(shape.toGeoJson());
        byte[] geoJson = Json.write(districts);
        String sha256 = Sha256.of(geoJson);
        RegionShape written = RegionShape.of(districts, request.name(), RegionShape.NAME);
        Optional<RegionPlan> known = known(request, sha256);
        if (known.isPresent()) {
            return known.get();
        }
        progress.report(0, "Cutting the region");
        List<MapTile> tiles = new Tiling(written, request.unit()).tiles();
        Searches searches = new Searches(request, imagery);
        List<RegionPlan.PlannedTile> planned = search(searches, tiles, progress);
        searches.refuseGaps(written, planned, tiles);
        progress.report(SEARCH_SHARE, "Looking at some scenes");
        Estimate estimate = new PlanCosts(request, imagery).of(planned, searches.samples());
        RegionPlan plan = new RegionPlan(request, sha256, planned, estimate.withScenes(searches.distinct()));
        store.put(request.files().shape(sha256), "application/geo+json", geoJson);
        store.put(request.files().plan(), "application/json", Json.write(plan));
        return plan;
    }

    private Optional<RegionPlan> known(RegionRequest request, String shape) {
        RegionPlan known;
        try {
            known = RegionPlan.read(store, request.files());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
        if (!known.request().equals(request) || !known.shapeSha256().equals(shape)) {
            throw new ConflictException("The region " + request.files()
                    + " is planned already, with other inputs; give it another name or season label, or remove it");
        }
        return Optional.of(known);
    }

    private List<RegionPlan.PlannedTile> search(Searches searches, List<MapTile> tiles, Progress progress) {
        Collection<List<MapTile>> squares = tiles.stream()
                .collect(Collectors.groupingBy(
                        tile -> tile.id().substring(0, tile.id().lastIndexOf('-')),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
        ExecutorService pool = Executors.newFixedThreadPool(SEARCHES_AT_ONCE);
        try {
            List<Future<List<RegionPlan.PlannedTile>>> running = new ArrayList<>();
            for (List<MapTile> square : squares) {
                Callable<List<RegionPlan.PlannedTile>> task = () -> searches.square(square);
                running.add(pool.submit(task));
            }
            List<RegionPlan.PlannedTile> planned = new ArrayList<>();
            for (int i = 0; i < running.size(); i++) {
                progress.report(SEARCH_SHARE * i / running.size(), "Searching scenes of " + tiles.size() + " tiles");
                planned.addAll(running.get(i).get());
            }
            return planned;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("Planning was interrupted", e);
        } catch (ExecutionException e) {
            throw Tasks.fault(e);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Searches the scenes of squares and keeps the lists of their tiles. */
    private final class Searches {

        private static final int SAMPLES = 3;

        private final RegionRequest request;
        private final Imagery imagery;
        private final Set<String> ids = new HashSet<>();
        private final List<PlanCosts.Sample> samples = new ArrayList<>();
        private final Set<String> without = new TreeSet<>();

        Searches(RegionRequest request, Imagery imagery) {
            this.request = request;
            this.imagery = imagery;
        }

        List<RegionPlan.PlannedTile> square(List<MapTile> tiles) {
            Envelope all = new Envelope();
            tiles.forEach(tile -> all.expandToInclude(bounds(tile.grid())));
            Aoi aoi = Aoi.bbox(all.getMinX(), all.getMinY(), all.getMaxX(), all.getMaxY());
            SceneSearch search =
                    imagery.catalogue().search(new SceneQuery(aoi, request.season(), request.maxCloudCover()));
            return tiles.stream().map(tile -> planned(tile, search)).toList();
        }

        private RegionPlan.PlannedTile planned(MapTile tile, SceneSearch search) {
            Geometry place = GEOMETRIES.toGeometry(bounds(tile.grid()));
            List<Scene> scenes = search.scenes().stream()
                    .filter(scene -> scene.footprint().intersects(place))
                    .toList();
            Map<String, List<Scene>> replaced = new LinkedHashMap<>();
            scenes.stream()
                    .map(Scene::id)
                    .filter(search.replaced()::containsKey)
                    .forEach(id -> replaced.put(id, search.replaced().get(id)));
            byte[] list = SceneLists.write(new SceneSearch(scenes, replaced, search.leftOut()));
            String sha256 = Sha256.of(list);
            store.put(request.files().scenes(sha256), "application/json", list);
            note(tile, scenes);
            return new RegionPlan.PlannedTile(tile, sha256, scenes.size());
        }

        private synchronized void note(MapTile tile, List<Scene> scenes) {
            scenes.forEach(scene -> ids.add(scene.id()));
            int steps = request.season().stepsWith(scenes.stream().map(Scene::day));
            if (steps < request.minObservations()) {
                without.add(tile.id());
            } else if (samples.size() < SAMPLES) {
                samples.add(new PlanCosts.Sample(tile, scenes.get(scenes.size() / 2)));
            }
        }

        synchronized int distinct() {
            return ids.size();
        }

        synchronized List<PlanCosts.Sample> samples() {
            return List.copyOf(samples);
        }

        /** A map with holes looks whole: who wants it has to make the region smaller. */
        synchronized void refuseGaps(
                RegionShape shape, List<RegionPlan.PlannedTile> planned, Collection<MapTile> tiles) {
            if (without.isEmpty()) {
                return;
            }
            Set<String> districts = new TreeSet<>();
            tiles.stream()
                    .filter(tile -> without.contains(tile.id()))
                    .limit(NAMED)
                    .forEach(tile -> districts.addAll(districtsOf(shape, tile)));
            int scenes = planned.stream()
                    .filter(each -> without.contains(each.tile().id()))
                    .mapToInt(RegionPlan.PlannedTile::scenes)
                    .max()
                    .orElse(0);
            throw new NoScenesException("The catalogue has too few scenes between "
                    + request.season().start() + " and " + request.season().end() + " for " + without.size() + " of "
                    + tiles.size() + " map tiles, such as " + without.iterator().next() + " (at most " + scenes
                    + " scenes, and time steps of ten days fewer than " + request.minObservations()
                    + "); they lie in the districts " + districts);
        }
    }

    private static Set<String> districtsOf(RegionShape shape, MapTile tile) {
        Set<String> names = new TreeSet<>();
        DistrictMask mask = new DistrictMask(shape, tile.grid().epsg());
        for (WorkUnit unit : tile.units()) {
            for (int district : mask.districts(tile.grid().cut(unit.window()))) {
                if (district != DistrictMask.NONE) {
                    names.add(shape.districts().get(district).name());
                }
            }
        }
        return names;
    }

    static Envelope bounds(PixelGrid grid) {
        double[] b = grid.lonLatBounds();
        return new Envelope(b[0], b[2], b[1], b[3]);
    }
}
