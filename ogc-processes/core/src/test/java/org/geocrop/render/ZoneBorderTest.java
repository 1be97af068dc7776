package org.geocrop.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.model.CropClass;
import org.geocrop.raster.Cog;
import org.geocrop.raster.TileCache;
import org.geocrop.store.FileSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two maps that meet at 30 degrees east, one in the zone 35S and one in 36S, drawn as one layer: fields go on across the
 * border, and no pixel is left out between them.
 */
class ZoneBorderTest {

    private static final double LAT = -17.5;
    private static final double FIELD = 0.004;
    private static final Style.Classes STYLE =
            new Style.Classes(List.of(new CropClass(1, "maize", "#f2d13c"), new CropClass(2, "tobacco", "#8c5a2b")));

    @TempDir
    static Path folder;

    private static Cog west;
    private static Cog east;

    /** What grows at a place: fields as on a chessboard. */
    private static int truth(double lon, double lat) {
        return 1 + Math.floorMod((long) Math.floor(lon / FIELD) + (long) Math.floor(lat / FIELD), 2);
    }

    @BeforeAll
    static void maps() throws IOException {
        west = map(32735, "west.tif");
        east = map(32736, "east.tif");
    }

    /** 20 km around the border; each zone's map ends one pixel beyond it. */
    private static Cog map(int epsg, String name) throws IOException {
        double[] middle = Crs.transform(Crs.WGS84, epsg).apply(30, LAT);
        int size = 1024;
        double left = Math.floor(middle[0] / 10 - size / 2.0) * 10;
        double top = Math.floor(middle[1] / 10 + size / 2.0) * 10;
        PixelGrid grid = new PixelGrid(epsg, left, top, 10, 10, size, size);
        int[] classes = new int[size * size];
        Crs.PointTransform toDegrees = Crs.transform(epsg, Crs.WGS84);
        double reach = 10 / 106_000.0;
        for (int i = 0; i < classes.length; i++) {
            double[] p = toDegrees.apply(grid.centreX(i % size), grid.centreY(i / size));
            boolean mine = epsg == 32735 ? p[0] <= 30 + reach : p[0] >= 30 - reach;
            classes[i] = mine ? truth(p[0], p[1]) : 0;
        }
        Path file = folder.resolve(name);
        int[] palette = new int[256];
        try (CogWriter writer = new CogWriter(grid, CogProfile.classes("crop type", palette, Map.of()));
                OutputStream out = Files.newOutputStream(file)) {
            writer.write(new Window(0, 0, size, size), classes);
            writer.finish(out);
        }
        return Cog.open(FileSource.open(file, name), new TileCache(8 << 20));
    }

    private static void noSeam(PixelGrid target) {
        int[] drawn = MapRenderer.draw(List.of(Drawing.of(west, STYLE), Drawing.of(east, STYLE)), target)
                .argb();
        Crs.PointTransform toDegrees = Crs.transform(target.epsg(), Crs.WGS84);
        int wrong = 0;
        int sure = 0;
        for (int i = 0; i < drawn.length; i++) {
            double[] p = toDegrees.apply(target.centreX(i % target.width()), target.centreY(i / target.width()));
            assertThat(drawn[i] >>> 24).as("pixel %d at %f, %f", i, p[0], p[1]).isEqualTo(255);
            // Within a pixel of a field's edge either class is right.
            double edge = 12 / 106_000.0;
            boolean inside = inside(p[0], edge) && inside(p[1], edge);
            if (inside) {
                sure++;
                int id = truth(p[0], p[1]);
                wrong += drawn[i] == (0xff000000 | STYLE.classes().get(id - 1).rgb()) ? 0 : 1;
            }
        }
        assertThat(sure).isGreaterThan(drawn.length * 3 / 4);
        assertThat(wrong).isZero();
    }

    private static boolean inside(double degrees, double edge) {
        double within = degrees / FIELD - Math.floor(degrees / FIELD);
        return within * FIELD > edge && (1 - within) * FIELD > edge;
    }

    private static PixelGrid around(int epsg, double pixel) {
        double[] middle = Crs.transform(Crs.WGS84, epsg).apply(30, LAT);
        return new PixelGrid(epsg, middle[0] - 200 * pixel, middle[1] + 200 * pixel, pixel, pixel, 400, 400);
    }

    @Test
    void noneInMercator() {
        noSeam(around(3857, 10));
    }

    @Test
    void noneInDegrees() {
        noSeam(around(4326, 0.00009));
    }

    @Test
    void noneInEitherZone() {
        noSeam(around(32735, 10));
        noSeam(around(32736, 10));
    }
}
