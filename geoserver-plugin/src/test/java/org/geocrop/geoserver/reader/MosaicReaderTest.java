package org.geocrop.geoserver.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.Raster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.geocrop.catalogue.Result;
import org.geocrop.geoserver.Engine;
import org.geocrop.geoserver.GeocropProcessFactory;
import org.geocrop.geoserver.Host;
import org.geocrop.geoserver.Ledger;
import org.geocrop.geoserver.PluginSettings;
import org.geocrop.grid.PixelGrid;
import org.geocrop.raster.Cog;
import org.geocrop.render.Values;
import org.geocrop.sample.SampleLandscape;
import org.geotools.api.parameter.GeneralParameterValue;
import org.geotools.api.parameter.ParameterValue;
import org.geotools.coverage.grid.GridCoverage2D;
import org.geotools.coverage.grid.GridEnvelope2D;
import org.geotools.coverage.grid.GridGeometry2D;
import org.geotools.coverage.grid.io.AbstractGridFormat;
import org.geotools.coverage.grid.io.GridFormatFinder;
import org.geotools.feature.NameImpl;
import org.geotools.geometry.Position2D;
import org.geotools.geometry.jts.ReferencedEnvelope;
import org.geotools.referencing.CRS;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format, as GeoTools finds it, over two results of the sample landscape that touch. */
class MosaicReaderTest {

    private static final int SIZE = 40;

    @TempDir
    static Path folder;

    private static Engine engine;
    private static Ledger.Entry left;
    private static Ledger.Entry right;
    private static List<Result> visible;
    private static final List<String> opened = new ArrayList<>();

    @BeforeAll
    static void results() {
        SampleLandscape.Options landscape = SampleLandscape.Options.season(96, 2022);
        Path sample = folder.resolve("sample");
        new SampleLandscape(landscape).write(sample, (done, of) -> {});
        Properties properties = new Properties();
        properties.setProperty("catalogue.sample", sample.toUri().toString());
        engine = Engine.open(PluginSettings.read(properties, folder, value -> value));
        double[] b = landscape.grid().lonLatBounds();
        double middle = (b[1] + b[3]) / 2;
        left = run(b[0] + (b[2] - b[0]) * 0.35, middle);
        right = run(b[0] + (b[2] - b[0]) * 0.65, middle);
        visible = new ArrayList<>(List.of(right.result(), left.result()));
        Granules.CURRENT.set(new Granules() {
            @Override
            public List<Result> visible(Mosaic mosaic) {
                return visible.stream().filter(mosaic::shows).toList();
            }

            @Override
            public Cog raster(Result result, Mosaic mosaic) {
                opened.add(result.jobId());
                return engine.results().raster(result.jobId(), mosaic.raster());
            }

            @Override
            public Object place(Result result) {
                return engine.ledger().find(result.jobId()).orElseThrow().place();
            }

            @Override
            public double scale(Mosaic mosaic) {
                return mosaic.raster().endsWith("_peak") ? 0.0001 : 1;
            }
        });
    }

    private static Ledger.Entry run(double lon, double lat) {
        new GeocropProcessFactory(engine, Host.bare(), entry -> {})
                .create(new NameImpl("geocrop", "SeasonComposite"))
                .execute(Map.of("aoi", lon + "," + lat + ",200", "year", 2022), null);
        return engine.ledger().list().get(0);
    }

    @AfterAll
    static void close() {
        Granules.CURRENT.set(null);
        engine.close();
    }

    private static AbstractGridFormat format() {
        return GridFormatFinder.findFormat("geocrop:ndvi_peak");
    }

    private static GridCoverage2D read(String address, GeneralParameterValue... parameters) throws Exception {
        return (GridCoverage2D) format().getReader(address).read(parameters);
    }

    private static ParameterValue<GridGeometry2D> lattice(String crs, double[] box) throws Exception {
        ParameterValue<GridGeometry2D> value = AbstractGridFormat.READ_GRIDGEOMETRY2D.createValue();
        value.setValue(new GridGeometry2D(
                new GridEnvelope2D(0, 0, SIZE, SIZE),
                new ReferencedEnvelope(box[0], box[2], box[1], box[3], CRS.decode(crs))));
        return value;
    }

    private static PixelGrid grid(Ledger.Entry entry) {
        return engine.results().raster(entry.name(), "ndvi_peak").grid();
    }

    private static double[] box(PixelGrid grid) {
        return new double[] {
            grid.originX(), grid.originY() - SIZE * grid.resY(), grid.originX() + SIZE * grid.resX(), grid.originY()
        };
    }

    @Test
    void geoToolsFindsTheFormat() {
        assertThat(format()).isInstanceOf(GeocropFormat.class);
        assertThat(format().accepts("geocrop:crop_type/a@1")).isTrue();
        assertThat(format().accepts("geocrop:unknown")).isFalse();
        assertThat(format().accepts("file:/tmp/x.tif")).isFalse();
        assertThat(new Mosaic("crop_type", "maize@2").layer()).isEqualTo("crop_type_maize_2");
    }

    @Test
    void aMapInTheRastersOwnLatticeHasItsPixelsInTheirUnit() throws Exception {
        PixelGrid grid = grid(left);
        GridCoverage2D map = read("geocrop:ndvi_peak", lattice("EPSG:" + grid.epsg(), box(grid)));
        Raster pixels = map.getRenderedImage().getData();
        double[] expected = Values.read(
                engine.results().raster(left.name(), "ndvi_peak"),
                0,
                new PixelGrid(grid.epsg(), grid.originX(), grid.originY(), grid.resX(), grid.resY(), SIZE, SIZE),
                false);
        int data = 0;
        for (int i = 0; i < expected.length; i++) {
            float pixel = pixels.getSampleFloat(i % SIZE, i / SIZE, 0);
            if (!Double.isNaN(expected[i])) {
                assertThat(pixel).isEqualTo((float) (expected[i] * 0.0001));
                data++;
            }
        }
        assertThat(data).isGreaterThan(SIZE * SIZE / 2);
        assertThat(map.getEnvelope2D().getMinX()).isEqualTo(grid.originX());
    }

    /** In whatever CRS and order of axes, it is what is seen at the same place. */
    @Test
    void theSamePlaceIsTheSameInEveryCrs() throws Exception {
        double[] b = left.result().requireCoverage().bounds();
        Raster eastFirst = read("geocrop:ndvi_peak", lattice("CRS:84", b))
                .getRenderedImage()
                .getData();
        Raster northFirst = read("geocrop:ndvi_peak", lattice("EPSG:4326", new double[] {b[1], b[0], b[3], b[2]}))
                .getRenderedImage()
                .getData();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                // Boxed, since what has no data is NaN.
                assertThat(Float.valueOf(northFirst.getSampleFloat(x, y, 0)))
                        .isEqualTo(Float.valueOf(eastFirst.getSampleFloat(x, y, 0)));
            }
        }
    }

    @Test
    void resultsArePickedByTimeAndName() throws Exception {
        assertThat(data(null, null)).isGreaterThan(data(null, left.name())).isGreaterThan(data(null, right.name()));
        assertThat(data(null, "all")).isEqualTo(data(null, null));
        assertThat(data(null, "nothing")).isZero();
        Instant end = Selection.time(left.result());
        assertThat(data(Date.from(end), null)).isEqualTo(data(null, null));
        assertThat(data(Date.from(end.minusSeconds(86_400)), null)).isZero();
    }

    @SuppressWarnings("unchecked")
    private static long data(Date time, String job) throws Exception {
        List<GeneralParameterValue> parameters = new ArrayList<>();
        if (time != null) {
            ParameterValue<Object> value = (ParameterValue<Object>) (Object) AbstractGridFormat.TIME.createValue();
            value.setValue(List.of(time));
            parameters.add(value);
        }
        if (job != null) {
            ParameterValue<Object> value = (ParameterValue<Object>) (Object) GeocropFormat.JOB.createValue();
            value.setValue(List.of(job));
            parameters.add(value);
        }
        Raster raster = read("geocrop:ndvi_peak", parameters.toArray(GeneralParameterValue[]::new))
                .getRenderedImage()
                .getData();
        float[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (float[]) null);
        long data = 0;
        for (float sample : samples) {
            data += Float.isNaN(sample) ? 0 : 1;
        }
        return data;
    }

    /** As GeoServer's dimensions and GetFeatureInfo read a reader. */
    @Test
    void whatItTellsOfItself() {
        MosaicReader reader = (MosaicReader) format().getReader("geocrop:ndvi_peak");
        assertThat(reader.getMetadataValue("TIME_DOMAIN")).isEqualTo("2023-05-31T00:00:00.000Z");
        assertThat(reader.getMetadataValue("JOB_DOMAIN").split(","))
                .contains("all", left.name(), right.name())
                .hasSize(3);
        assertThat(reader.getOriginalGridRange()).isInstanceOf(GridEnvelope2D.class);
        double[] b = left.result().requireCoverage().bounds();
        assertThat(reader.getOriginalEnvelope().contains(new Position2D((b[0] + b[2]) / 2, (b[1] + b[3]) / 2)))
                .isTrue();
        assertThat(reader.getMetadataValue(MosaicReader.REPROJECTING_READER)).isEqualTo("true");
    }

    @Test
    void aPictureHasOpacity() throws Exception {
        PixelGrid grid = grid(left);
        double[] outside = {grid.originX() - 5_000, grid.originY(), grid.originX() - 4_000, grid.originY() + 1_000};
        Raster none = read("geocrop:true_color", lattice("EPSG:" + grid.epsg(), outside))
                .getRenderedImage()
                .getData();
        assertThat(none.getNumBands()).isEqualTo(4);
        assertThat(none.getPixel(3, 3, (int[]) null)).containsExactly(0, 0, 0, 0);
        Raster some = read("geocrop:true_color", lattice("EPSG:" + grid.epsg(), box(grid)))
                .getRenderedImage()
                .getData();
        assertThat(some.getSample(SIZE / 2, SIZE / 2, 3)).isEqualTo(255);
    }

    /** However often a place is mapped, a map of it reads the newest alone, unless others are named. */
    @Test
    void anOlderResultOfTheSamePlaceAndSeasonIsNotRead() throws Exception {
        List<Result> before = visible;
        double[] b = SampleLandscape.Options.season(96, 2022).grid().lonLatBounds();
        Ledger.Entry newer = run(b[0] + (b[2] - b[0]) * 0.65, (b[1] + b[3]) / 2);
        try {
            visible = List.of(newer.result(), right.result(), left.result());
            opened.clear();
            assertThat(data(null, null)).isPositive();
            assertThat(opened).containsExactly(newer.name(), left.name());
            opened.clear();
            assertThat(data(null, right.name())).isPositive();
            assertThat(opened).containsExactly(right.name());
        } finally {
            visible = before;
            engine.ledger().remove(newer.name());
        }
    }

    @Test
    void withoutResultsThereIsNothingAndWithoutAnEngineItSaysSo() throws Exception {
        List<Result> before = visible;
        Granules granules = Granules.current();
        try {
            visible = List.of();
            GridCoverage2D map = read("geocrop:observations", lattice("EPSG:4326", new double[] {-18, 30, -17, 31}));
            assertThat(map.getRenderedImage().getData().getSample(5, 5, 0)).isEqualTo(255);
            Granules.CURRENT.set(null);
            assertThatThrownBy(() -> read("geocrop:observations")).hasMessageContaining("not running");
        } finally {
            Granules.CURRENT.set(granules);
            visible = before;
        }
    }
}
