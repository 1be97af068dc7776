package org.geocrop.maps;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.region.DistrictMask;
import org.geocrop.region.RegionFiles;
import org.geocrop.region.RegionShape;
import org.geocrop.region.publish.PublishedRegion;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/** A published region {@code box} of two seasons over two zones, one class in each. */
public final class BoxRegion {

    static final double[] BOUNDS = {29.99, -18.01, 30.01, -17.99};
    private static final RegionShape SHAPE = RegionShape.bbox("box", BOUNDS[0], BOUNDS[1], BOUNDS[2], BOUNDS[3]);
    private static final List<CropClass> CLASSES =
            List.of(new CropClass(1, "maize", "#ff0000"), new CropClass(2, "wheat", "#0000ff"));

    private BoxRegion() {}

    /** Puts it into a store. */
    public static void publish(ObjectStore store) throws IOException {
        publish(store, "2021", 2021, 2);
        publish(store, "2022", 2022, 1);
    }

    private static void publish(ObjectStore store, String label, int year, int classOf35) throws IOException {
        PixelGrid west = grid(32735);
        PixelGrid east = grid(32736);
        write(store, ResultFiles.raster("w" + label, ResultFiles.CROP_TYPE), west, classOf35);
        write(store, ResultFiles.raster("e" + label, ResultFiles.CROP_TYPE), east, 2);
        RegionFiles files = new RegionFiles("box", label);
        PixelGrid overview = new PixelGrid(4326, BOUNDS[0], BOUNDS[3], 0.001, 0.001, 20, 20);
        PublishedRegion region = new PublishedRegion(
                "box",
                label,
                new Season(LocalDate.of(year, 9, 1), LocalDate.of(year + 1, 5, 31)),
                "model@1",
                CLASSES,
                List.of(ResultFiles.CROP_TYPE),
                overview,
                List.of(
                        new PublishedRegion.Tile("35S", "w" + label, west),
                        new PublishedRegion.Tile("36S", "e" + label, east)),
                "2023-01-01T00:00:00Z");
        int[] three = new int[400];
        Arrays.fill(three, 2);
        cog(store, files.key("overview/crop_type.tif"), overview, three);
        store.put(files.collection(), "application/json", Json.write(Map.of("geocrop:region", region)));
    }

    private static PixelGrid grid(int epsg) {
        double[] nw = Crs.transform(Crs.WGS84, epsg).apply(BOUNDS[0] - 0.002, BOUNDS[3] + 0.002);
        return new PixelGrid(epsg, Math.floor(nw[0] / 10) * 10, Math.ceil(nw[1] / 10) * 10, 10, 10, 260, 280);
    }

    private static void write(ObjectStore store, ObjectKey key, PixelGrid grid, int value) throws IOException {
        boolean[] inside = new DistrictMask(SHAPE, grid.epsg()).inside(grid);
        int[] classes = new int[inside.length];
        for (int i = 0; i < inside.length; i++) {
            classes[i] = inside[i] ? value : 0;
        }
        cog(store, key, grid, classes);
    }

    private static void cog(ObjectStore store, ObjectKey key, PixelGrid grid, int[] classes) throws IOException {
        int[] palette = new int[256];
        CLASSES.forEach(c -> palette[c.id()] = c.rgb());
        try (CogWriter writer = new CogWriter(grid, CogProfile.classes("crop type", palette, Map.of()));
                ObjectStore.Upload upload = store.create(key, ResultFiles.COG_TYPE)) {
            writer.write(grid.window(), classes);
            writer.finish(upload);
            upload.commit();
        }
    }
}
