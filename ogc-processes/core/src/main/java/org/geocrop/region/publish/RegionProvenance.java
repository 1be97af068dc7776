package org.geocrop.region.publish;

import java.util.List;
import java.util.stream.IntStream;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.json.Document;
import org.geocrop.region.RegionPlan;
import org.geocrop.region.RegionRequest;
import org.geocrop.region.TileResult;

/** {@code provenance.json} of a region: what was asked for, and where the provenance of each tile is. */
@Document
record RegionProvenance(RegionRequest request, String districtsSha256, List<Tile> tiles) {

    /** A tile and its result. */
    @Document
    record Tile(String id, String result, String scenesSha256, String provenance) {}

    static RegionProvenance of(RegionPlan plan, List<TileResult> tiles) {
        return new RegionProvenance(
                plan.request(),
                plan.shapeSha256(),
                IntStream.range(0, tiles.size())
                        .mapToObj(i -> new Tile(
                                tiles.get(i).tile(),
                                tiles.get(i).result(),
                                plan.tiles().get(i).scenesSha256(),
                                ResultFiles.key(tiles.get(i).result(), ResultFiles.PROVENANCE)
                                        .key()))
                        .toList());
    }
}
