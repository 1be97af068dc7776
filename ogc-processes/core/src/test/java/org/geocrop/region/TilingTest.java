package org.geocrop.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

class TilingTest {

    private static final GeometryFactory GEOMETRIES = new GeometryFactory();

    /** Two districts that share a slanted border, over both zones. */
    private static final RegionShape SHAPE = new RegionShape(List.of(
            new District("west", polygon(29.97, -18.0, 29.97, -17.97, 29.99, -17.97, 30.01, -18.0, 29.97, -18.0)),
            new District("east", polygon(30.01, -18.0, 29.99, -17.97, 30.03, -17.97, 30.03, -18.0, 30.01, -18.0))));

    private static Polygon polygon(double... lonLat) {
        Coordinate[] ring = new Coordinate[lonLat.length / 2];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Coordinate(lonLat[2 * i], lonLat[2 * i + 1]);
        }
        return GEOMETRIES.createPolygon(ring);
    }

    @Test
    void tilesBeginWhereSentinelsDo() {
        // T36KTF begins at 199980, 8000020 of zone 36 south, T36KTG at 199980, 8100040.
        List<MapTile> tiles = new Tiling(RegionShape.bbox("box", 30.5, -17.52, 30.52, -17.5), 1024).tiles();
        assertThat(tiles).allSatisfy(tile -> {
            assertThat(tile.id()).startsWith("36S-02-81-");
            PixelGrid grid = tile.grid();
            assertThat(Math.floorMod(Math.round((grid.originX() - 199_980) / 10), 1024))
                    .isZero();
            assertThat(Math.floorMod(Math.round((8_100_000 - grid.originY()) / 10), 1024))
                    .isZero();
        });
    }

    @Test
    void eachPixelLiesInOneUnitOfOneTile() {
        List<MapTile> tiles = new Tiling(SHAPE, 256).tiles();
        assertThat(tiles).extracting(tile -> tile.grid().epsg()).contains(32735, 32736);
        Set<List<Double>> seen = new HashSet<>();
        long planned = 0;
        for (MapTile tile : tiles) {
            DistrictMask mask = new DistrictMask(SHAPE, tile.grid().epsg());
            // Units have all pixels of the tile, and say how many.
            long ofTile = count(mask.inside(tile.grid()));
            assertThat(tile.pixels()).isEqualTo(ofTile);
            planned += ofTile;
            for (WorkUnit unit : tile.units()) {
                PixelGrid grid = tile.grid().cut(unit.window());
                boolean[] inside = mask.inside(grid);
                assertThat(unit.pixels()).isEqualTo(count(inside));
                for (int i = 0; i < inside.length; i++) {
                    if (inside[i]) {
                        double x = grid.centreX(i % grid.width());
                        double y = grid.centreY(i / grid.width());
                        assertThat(seen.add(List.of((double) grid.epsg(), x, y)))
                                .isTrue();
                    }
                }
            }
        }
        assertThat(seen).hasSize((int) planned);
        // 0.06 x 0.03 degrees at 18 degrees south: 21.09 km2 on the ground, and a little more in a zone's border.
        assertThat(planned / 1e4).isBetween(21.05, 21.18);
    }

    private static long count(boolean[] inside) {
        long count = 0;
        for (boolean b : inside) {
            count += b ? 1 : 0;
        }
        return count;
    }

    @Test
    void districtsShareNoPixelAndLoseNone() {
        for (MapTile tile : new Tiling(SHAPE, 512).tiles()) {
            DistrictMask both = new DistrictMask(SHAPE, tile.grid().epsg());
            int[] districts = both.districts(tile.grid());
            boolean[] inside = both.inside(tile.grid());
            boolean[] west = single(0, tile);
            boolean[] east = single(1, tile);
            for (int i = 0; i < districts.length; i++) {
                assertThat(inside[i]).isEqualTo(districts[i] != DistrictMask.NONE);
                assertThat(west[i] && east[i]).isFalse();
                assertThat(west[i] || east[i]).isEqualTo(inside[i]);
            }
        }
    }

    private static boolean[] single(int district, MapTile tile) {
        RegionShape one = new RegionShape(List.of(SHAPE.districts().get(district)));
        return new DistrictMask(one, tile.grid().epsg()).inside(tile.grid());
    }

    @Test
    void aPixelIsOfTheZoneOfItsLongitude() {
        List<MapTile> tiles = new Tiling(SHAPE, 256).tiles();
        for (MapTile tile : tiles) {
            boolean[] inside = new DistrictMask(SHAPE, tile.grid().epsg()).inside(tile.grid());
            Crs.PointTransform toLonLat = Crs.transform(tile.grid().epsg(), Crs.WGS84);
            for (int i = 0; i < inside.length; i += 37) {
                if (inside[i]) {
                    double longitude = toLonLat.apply(
                                    tile.grid().centreX(i % tile.grid().width()),
                                    tile.grid().centreY(i / tile.grid().width()))[0];
                    assertThat(longitude >= 30).isEqualTo(tile.grid().epsg() == 32736);
                }
            }
        }
    }

    @Test
    void theSameRegionIsCutTheSameWay() {
        assertThat(new Tiling(SHAPE, 512).tiles()).isEqualTo(new Tiling(SHAPE, 512).tiles());
        assertThat(new Tiling(RegionShape.bbox("equator", 31.0, -0.01, 31.01, 0.01), 1024).tiles())
                .extracting(tile -> tile.id().substring(0, 3))
                .containsOnly("36N", "36S");
        assertThatThrownBy(() -> new Tiling(SHAPE, 1000))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1000");
    }

    @Test
    void whatIsSmallerThanAPixelHasNoTile() {
        RegionShape speck = RegionShape.bbox("speck", 30.500001, -17.500002, 30.500002, -17.500001);
        assertThatThrownBy(() -> new Tiling(speck, 1024).tiles())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no centre of a 10 m pixel");
    }
}
