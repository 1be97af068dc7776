package org.geocrop.sample;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.ForeignJson;
import org.geocrop.sample.SampleProduct.Archive;
import org.geocrop.sample.SampleProduct.Baseline;
import org.geocrop.sample.SampleProduct.Part;

/**
 * The products of a season's passes, with what public catalogues have, too: items of three archives, processing
 * baselines before and after 04.00, passes split into datastrips, a swath whose other half is only in the next zone's
 * tile, products that were made anew, and an item that can't be used. Each pixel is seen once in each pass.
 */
final class SampleCatalogue {

    /** The item without a usable time. */
    static final String ODD_ITEM = "S2X_without_a_zone";

    /** Every so many passes are split into datastrips, from this one on. */
    private static final int SPLIT_EVERY = 9;

    private static final int FIRST_SPLIT = 4;
    /** Passes whose west is only in the tile of the zone before. */
    private static final List<Integer> TWO_ZONES = List.of(12, 45);
    /** A pass that was processed anew, and one of which only the north was. */
    private static final int REPROCESSED = 20;

    private static final int HALF_REPROCESSED = 32;
    /** Every so many passes come from before baseline 04.00. */
    private static final int OLD_EVERY = 4;
    /** How far the tile of the zone before reaches, as a share of the landscape. */
    private static final double NEIGHBOUR_SHARE = 0.55;

    private final PixelGrid grid;
    private final PixelGrid neighbour;

    SampleCatalogue(PixelGrid grid) {
        this.grid = grid;
        this.neighbour = neighbour(grid);
    }

    /** The lattice of the landscape's west in the zone before. */
    private static PixelGrid neighbour(PixelGrid grid) {
        int zone = grid.epsg() % 100;
        int epsg = grid.epsg() - zone + (zone == 1 ? 60 : zone - 1);
        double right = grid.originX() + grid.width() * grid.resX() * NEIGHBOUR_SHARE;
        Crs.PointTransform across = Crs.transform(grid.epsg(), epsg);
        double[][] corners = {
            across.apply(grid.originX(), grid.originY()),
            across.apply(right, grid.originY()),
            across.apply(grid.originX(), grid.minY()),
            across.apply(right, grid.minY())
        };
        double west = Double.POSITIVE_INFINITY;
        double south = Double.POSITIVE_INFINITY;
        double east = Double.NEGATIVE_INFINITY;
        double north = Double.NEGATIVE_INFINITY;
        for (double[] corner : corners) {
            west = Math.min(west, Math.floor(corner[0] / 20) * 20);
            south = Math.min(south, Math.floor(corner[1] / 20) * 20);
            east = Math.max(east, Math.ceil(corner[0] / 20) * 20);
            north = Math.max(north, Math.ceil(corner[1] / 20) * 20);
        }
        return new PixelGrid(epsg, west, north, 10, 10, (int) ((east - west) / 10), (int) ((north - south) / 10));
    }

    PixelGrid neighbour() {
        return neighbour;
    }

    /** All products of passes, oldest first. */
    List<SampleProduct> products(List<SampleScene> passes) {
        List<SampleProduct> products = new ArrayList<>();
        for (int i = 0; i < passes.size(); i++) {
            SampleScene pass = passes.get(i);
            Archive archive = Archive.values()[i % Archive.values().length];
            Baseline baseline = i % OLD_EVERY == 1 ? Baseline.BEFORE_4 : Baseline.PRESENT;
            if (i == REPROCESSED || i == HALF_REPROCESSED) {
                products.add(here(pass, archive, Baseline.BEFORE_4, false, Part.WHOLE));
                products.add(here(pass, archive, Baseline.PRESENT, true, i == REPROCESSED ? Part.WHOLE : Part.NORTH));
            } else if (TWO_ZONES.contains(i)) {
                products.add(here(pass, archive, baseline, false, Part.EAST));
                products.add(new SampleProduct(
                        pass, tile(neighbour, "KZF"), neighbour, archive, baseline, false, Part.WHOLE));
            } else if (i % SPLIT_EVERY == FIRST_SPLIT) {
                products.add(here(pass, archive, baseline, false, Part.NORTH));
                products.add(here(pass, archive, baseline, false, Part.SOUTH));
            } else {
                products.add(here(pass, archive, baseline, false, Part.WHOLE));
            }
        }
        return products;
    }

    /** A whole product of each pass. */
    List<SampleProduct> plain(List<SampleScene> passes) {
        return passes.stream()
                .map(pass -> here(pass, Archive.PLANETARY_COMPUTER, Baseline.PRESENT, false, Part.WHOLE))
                .toList();
    }

    private SampleProduct here(SampleScene pass, Archive archive, Baseline baseline, boolean isReprocessed, Part part) {
        return new SampleProduct(pass, tile(grid, "KTF"), grid, archive, baseline, isReprocessed, part);
    }

    private static String tile(PixelGrid grid, String square) {
        return String.format("%02d%s", grid.epsg() % 100, square);
    }

    /** An item whose time has no zone; a job leaves it out with that reason. */
    static ForeignJson odd(ForeignJson like) {
        return like.with("id", ODD_ITEM)
                .with("properties", like.get("properties").with("datetime", "2022-12-24 07:56:21"));
    }

    /** The root of the catalogue. */
    static SampleRoot root(String description, List<String> ids) {
        List<SampleRoot.Link> links = new ArrayList<>();
        links.add(new SampleRoot.Link("root", "./catalog.json", "application/json"));
        ids.forEach(
                id -> links.add(new SampleRoot.Link("item", "./" + id + "/" + id + ".json", "application/geo+json")));
        return new SampleRoot("geocrop-sample", description, links);
    }
}
