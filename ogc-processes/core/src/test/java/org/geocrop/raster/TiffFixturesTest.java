package org.geocrop.raster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.geocrop.Programs;
import org.geocrop.SharedData;
import org.geocrop.error.RasterException;
import org.geocrop.json.Json;
import org.geocrop.store.FileSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every file of a collection of real TIFFs: the pixels that GDAL reads, or a refusal that says why. */
class TiffFixturesTest {

    /** Files that are read, and how far a sample may be from GDAL's: JPEG decoders may round differently. */
    private static final Map<String, Integer> READ = Map.ofEntries(
            Map.entry("cog_band_tags.tif", 0),
            Map.entry("dataset_namespace_metadata.tif", 0),
            Map.entry("image_171px.tif", 0),
            Map.entry("image_2000px.tif", 2),
            Map.entry("image_51px.tif", 0),
            Map.entry("image_float.tif", 0),
            Map.entry("image_geos.tif", 4),
            Map.entry("image_missing_nodata.tif", 0),
            Map.entry("image_nan.tif", 0),
            Map.entry("image_nodata.tif", 0),
            Map.entry("image_rgb_mask.tif", 0),
            Map.entry("image_web.tif", 2),
            Map.entry("image_with_offsets.tif", 0),
            Map.entry("validate/cog_no_offest.tif", 0),
            Map.entry("validate/image_COG_gdal3.1.tif", 0),
            Map.entry("validate/image_dec.tif", 0),
            Map.entry("validate/image_external.tif", 0),
            Map.entry("validate/image_external.tif.ovr", 0),
            Map.entry("validate/image_known_incompatible_ghost_headers.tif", 0),
            Map.entry("validate/image_no_overview.tif", 0),
            Map.entry("validate/image_rioCOG_gdal3.1.tif", 0),
            Map.entry("validate/image_sorted.tif", 0));

    private static final Map<String, String> REFUSED =
            Map.of("image_webp.tif", "WebP", "validate/nontiff.jpg", "is not a TIFF");

    /** Writes all bands of the full image and of each overview as little-endian doubles. */
    private static final String DUMP = """
            import json, sys
            from osgeo import gdal
            gdal.UseExceptions()
            gdal.SetConfigOption('GDAL_DISABLE_READDIR_ON_OPEN', 'EMPTY_DIR')
            out = sys.argv[1]
            report = {}
            for path in sys.argv[2:]:
                d = gdal.Open(path)
                first = d.GetRasterBand(1)
                report[path] = {'bands': d.RasterCount, 'transform': d.GetGeoTransform(), 'levels': [],
                                'nodata': str(first.GetNoDataValue())}
                for level in range(1 + first.GetOverviewCount()):
                    bands = [d.GetRasterBand(b + 1) for b in range(d.RasterCount)]
                    bands = bands if level == 0 else [b.GetOverview(level - 1) for b in bands]
                    name = '%s/%d.raw' % (out, sum(len(r['levels']) for r in report.values()))
                    with open(name, 'wb') as file:
                        for band in bands:
                            file.write(band.ReadAsArray().astype('<f8').tobytes())
                    report[path]['levels'].append([name, bands[0].XSize, bands[0].YSize])
                if first.GetMaskFlags() & gdal.GMF_PER_DATASET:
                    report[path]['mask'] = out + '/mask%d.raw' % len(report)
                    with open(report[path]['mask'], 'wb') as file:
                        file.write(first.GetMaskBand().ReadAsArray().astype('u1').tobytes())
            print(json.dumps(report))
            """;

    @TempDir
    Path folder;

    @Test
    void everyFileIsReadOrRefused() throws Exception {
        Path root = SharedData.path("tiff");
        List<String> listed = new ArrayList<>(READ.keySet());
        listed.addAll(REFUSED.keySet());
        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
        JsonNode gdal = dump(READ.keySet().stream().map(root::resolve).toList());
        for (Map.Entry<String, Integer> file : READ.entrySet()) {
            Path path = root.resolve(file.getKey());
            compare(path, gdal.path(path.toString()), file.getValue());
        }
    }

    /** 20 m bands of UTM south, north up. */
    @Test
    void southernScenesAreReadAsGdalReadsThem() throws Exception {
        Path scenes = SharedData.path("sentinel2/tanzania-37MBS-2021");
        List<Path> files;
        try (var all = Files.walk(scenes)) {
            files = all.filter(file -> List.of("B05.tif", "B8A.tif", "SCL.tif")
                            .contains(file.getFileName().toString()))
                    .sorted()
                    .limit(30)
                    .toList();
        }
        assertThat(files).hasSize(30);
        JsonNode gdal = dump(files);
        for (Path file : files) {
            compare(file, gdal.path(file.toString()), 0);
            try (Cog cog = Cog.open(FileSource.open(file, file.toString()), new TileCache(1 << 20))) {
                assertThat(cog.grid().epsg()).isEqualTo(32737);
                assertThat(cog.grid().resY()).isEqualTo(20);
                assertThat(cog.grid().lonLatBounds()[3]).isNegative();
            }
        }
    }

    private JsonNode dump(List<Path> files) throws Exception {
        Path script = folder.resolve("dump.py");
        Files.writeString(script, DUMP);
        List<Object> arguments = new ArrayList<>(List.of(script, folder));
        arguments.addAll(files);
        Programs.Outcome dumped = Programs.gdalPython(arguments.toArray());
        assertThat(dumped.exitCode()).as(dumped.output()).isZero();
        String report = dumped.output().lines().reduce((a, b) -> b).orElseThrow();
        return Json.read(report.getBytes(StandardCharsets.UTF_8));
    }

    private static void compare(Path path, JsonNode gdal, int tolerance) throws Exception {
        try (Cog cog = Cog.open(FileSource.open(path, path.getFileName().toString()), new TileCache(64 << 20))) {
            assertThat(cog.bands()).as("%s", path).isEqualTo(gdal.path("bands").asInt());
            JsonNode transform = gdal.path("transform");
            // GDAL says 0, 1, 0, 0, 0, 1 where a file has no georeference.
            if (transform.path(5).asDouble() < 0) {
                assertThat(cog.grid().originX()).isEqualTo(transform.path(0).asDouble());
                assertThat(cog.grid().originY()).isEqualTo(transform.path(3).asDouble());
                assertThat(cog.grid().resX()).isEqualTo(transform.path(1).asDouble());
            }
            String nodata = gdal.path("nodata").asString();
            assertThat(cog.nodata().isPresent())
                    .as("%s nodata %s", path, nodata)
                    .isEqualTo(!nodata.equals("None"));
            // GDAL lists overviews in the order of the file, we by size, and without those as large as the image.
            JsonNode full = gdal.path("levels").path(0);
            List<JsonNode> levels = gdal.path("levels")
                    .valueStream()
                    .filter(level -> level == full
                            || level.path(1).asInt() < full.path(1).asInt())
                    .sorted(Comparator.comparingInt(
                                    (JsonNode level) -> level.path(1).asInt())
                            .reversed())
                    .toList();
            assertThat(cog.levels()).as("%s levels", path).isEqualTo(levels.size());
            compareMask(cog, gdal);
            for (int level = 0; level < cog.levels(); level++) {
                compareLevel(cog, level, levels.get(level), tolerance);
            }
        }
    }

    private static void compareMask(Cog cog, JsonNode gdal) throws Exception {
        int[] mask = cog.data().mask(0, cog.grid().window());
        assertThat(mask != null).isEqualTo(gdal.has("mask"));
        if (mask != null) {
            byte[] expected = Files.readAllBytes(Path.of(gdal.path("mask").asString()));
            for (int i = 0; i < mask.length; i++) {
                assertThat(mask[i] != 0).as("%s mask pixel %d", cog.name(), i).isEqualTo(expected[i] != 0);
            }
        }
    }

    private static void compareLevel(Cog cog, int level, JsonNode gdal, int tolerance) throws Exception {
        var grid = cog.grid(level);
        assertThat(List.of(grid.width(), grid.height()))
                .isEqualTo(List.of(gdal.path(1).asInt(), gdal.path(2).asInt()));
        DoubleBuffer expected = ByteBuffer.wrap(
                        Files.readAllBytes(Path.of(gdal.path(0).asString())))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        double[] actual = new double[grid.width() * grid.height()];
        for (int band = 0; band < cog.bands(); band++) {
            cog.read(level, band, grid.window(), actual);
            for (int i = 0; i < actual.length; i++) {
                double want = expected.get();
                boolean same = Double.compare(actual[i], want) == 0 || Math.abs(actual[i] - want) <= tolerance;
                assertThat(same)
                        .as("%s level %d band %d pixel %d: %s, GDAL %s", cog.name(), level, band, i, actual[i], want)
                        .isTrue();
            }
        }
    }

    @Test
    void whatIsRefusedSaysWhy() {
        REFUSED.forEach((name, reason) -> {
            Path path = SharedData.path("tiff/" + name);
            assertThatThrownBy(() -> {
                        try (Cog cog = Cog.open(FileSource.open(path, name), new TileCache(1 << 20))) {
                            cog.read(
                                    0,
                                    0,
                                    cog.grid().window(),
                                    new int[cog.grid().window().size()]);
                        }
                    })
                    .isInstanceOf(RasterException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining(reason);
        });
    }
}
