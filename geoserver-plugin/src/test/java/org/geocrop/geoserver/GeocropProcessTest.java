package org.geocrop.geoserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.RenderedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.imageio.ImageWriteParam;
import org.geocrop.error.GeocropException;
import org.geocrop.json.Json;
import org.geocrop.sample.SampleLandscape;
import org.geotools.api.parameter.GeneralParameterValue;
import org.geotools.api.parameter.ParameterValue;
import org.geotools.api.util.InternationalString;
import org.geotools.api.util.ProgressListener;
import org.geotools.coverage.grid.GridCoverage2D;
import org.geotools.coverage.grid.io.AbstractGridFormat;
import org.geotools.coverage.grid.io.imageio.GeoToolsWriteParams;
import org.geotools.feature.NameImpl;
import org.geotools.gce.geotiff.GeoTiffReader;
import org.geotools.gce.geotiff.GeoTiffWriteParams;
import org.geotools.gce.geotiff.GeoTiffWriter;
import org.geotools.process.ProcessException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A process of the factory on the sample landscape, with a folder as store. */
class GeocropProcessTest {

    private static final Map<String, Object> INPUTS = Map.of("aoi", "30.99,-17.47,200", "year", 2022);

    private static final Caller ANNA = new Caller("anna", Set.of(Rights.SIGNED_IN));
    private static final Caller BEN = new Caller("ben", Set.of(Rights.SIGNED_IN));

    @TempDir
    static Path folder;

    private static Engine engine;
    private final TestHost host = new TestHost();

    /** Notes what is published and withdrawn. */
    private static final class TestHost implements Host {
        private final Host bare = Host.bare();
        private final List<String> published = new ArrayList<>();
        private boolean refuses;
        private Caller caller = ANNA;

        @Override
        public String executionId() {
            return bare.executionId();
        }

        @Override
        public Path temporaryFile(String extension) throws IOException {
            return bare.temporaryFile(extension);
        }

        @Override
        public Caller caller() {
            return caller;
        }

        @Override
        public boolean isAsked() {
            return true;
        }

        @Override
        public List<String> publish(Ledger.Entry entry) {
            published.add(entry.name());
            if (refuses) {
                throw new IllegalStateException("The catalogue is full");
            }
            return List.of("geocrop:ndvi_peak");
        }

        @Override
        public RuntimeException refusal(GeocropException mistake) {
            return bare.refusal(mistake);
        }

        @Override
        public RuntimeException denial(Caller denied) {
            return bare.denial(denied);
        }
    }

    @BeforeAll
    static void landscape() {
        Path sample = folder.resolve("sample");
        new SampleLandscape(SampleLandscape.Options.season(64, 2022)).write(sample, (done, of) -> {});
        Properties properties = new Properties();
        properties.setProperty("catalogue.sample", sample.toUri().toString());
        engine = Engine.open(PluginSettings.read(properties, folder, value -> value));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void nothingYet() {
        engine.results().list().forEach(result -> engine.ledger().remove(result.jobId()));
    }

    private Map<String, Object> execute(Map<String, Object> inputs, ProgressListener listener) {
        return process("SeasonComposite").execute(inputs, listener);
    }

    private org.geotools.process.Process process(String name) {
        return factory().create(new NameImpl("geocrop", name));
    }

    private GeocropProcessFactory factory() {
        return new GeocropProcessFactory(engine, host, entry -> {});
    }

    @Test
    void aCompositeIsPublishedAndHandedOut() throws Exception {
        Progress progress = new Progress(Float.MAX_VALUE);
        Map<String, Object> outputs = execute(inside(), progress);
        JsonNode about = Json.read(outputs.get("result").toString().getBytes(StandardCharsets.UTF_8));
        assertThat(host.published).containsExactly(about.path("job").asString());
        assertThat(about.path("layers").path(0).asString()).isEqualTo("geocrop:ndvi_peak");
        assertThat(about.path("job").asString()).matches("\\d{8}-\\d{6}-[0-9a-f]{8}");
        assertThat(about.path("outputs").path("ndvi_peak").path("key").asString())
                .isEqualTo("results/" + host.published.get(0) + "/ndvi_peak.tif");
        GridCoverage2D raster = (GridCoverage2D) outputs.values().iterator().next();
        assertThat(raster.getEnvelope2D().getWidth()).isBetween(300.0, 420.0);
        assertThat(samples(new GeoTiffReader(written(raster)).read(null))).isEqualTo(samples(raster));
        assertThat(progress.most).isGreaterThan(90);
    }

    @Test
    void aResultIsItsOwnersUntilTheyShareIt() {
        execute(inside(), null);
        String name = host.published.get(0);
        assertThat(list()).contains(name).contains("\"owner\" : \"anna\"");
        host.caller = BEN;
        assertThat(list()).doesNotContain(name);
        assertThatThrownBy(() -> process("RemoveResult").execute(Map.of("result", name), null))
                .hasMessageContaining("There is no result");
        host.caller = ANNA;
        process("ShareResult").execute(Map.of("result", name, "sharing", "shared"), null);
        host.caller = BEN;
        assertThat(list()).contains(name);
        assertThatThrownBy(() -> process("RemoveResult").execute(Map.of("result", name), null))
                .hasMessageContaining("not the caller's");
        host.caller = Caller.NOBODY;
        assertThatThrownBy(this::list).hasMessageContaining("may not run");
        assertThat(factory().getNames()).isEmpty();
        host.caller = ANNA;
        process("RemoveResult").execute(Map.of("result", name), null);
        assertThat(list()).doesNotContain(name);
        assertThat(engine.results().list()).isEmpty();
    }

    private String list() {
        return process("ListResults").execute(Map.of(), null).get("result").toString();
    }

    @Test
    void anotherGeoServerOnTheStoreKnowsTheNotes() {
        execute(inside(), null);
        Ledger other = new Ledger(engine.store(), engine.results());
        other.refresh();
        assertThat(other.list()).singleElement().satisfies(entry -> {
            assertThat(entry.note().owner()).isEqualTo("anna");
            assertThat(entry.note().sharing()).isEqualTo(org.geocrop.job.Job.Sharing.PRIVATE);
            assertThat(entry.name()).isEqualTo(host.published.get(0));
        });
        assertThat(other.expired(java.time.Duration.ofDays(1), java.time.Instant.now()))
                .isEmpty();
        assertThat(other.expired(
                        java.time.Duration.ofDays(1), java.time.Instant.now().plusSeconds(90_000)))
                .hasSize(1);
    }

    @Test
    void mistakesAreToldBeforeARunIsAccepted() {
        GeocropProcessFactory factory = factory();
        NameImpl name = new NameImpl("geocrop", "SeasonComposite");
        assertThat(factory.getResultInfo(name, inside())).containsKey("result");
        assertThatThrownBy(() -> factory.getResultInfo(name, Map.of("aoi", "30,-17,100")))
                .hasMessageContaining("inputs/year");
        assertThatThrownBy(() ->
                        factory.getResultInfo(name, Map.of("aoi", "30,-17,100", "year", 2022, "sharing", "everyone")))
                .hasMessageContaining("private, shared or public");
        host.caller = Caller.NOBODY;
        assertThatThrownBy(() -> factory.getResultInfo(name, inside())).hasMessageContaining("may not run");
    }

    @Test
    void mistakesAboutResultsAreToldBeforeToo() {
        GeocropProcessFactory factory = factory();
        NameImpl share = new NameImpl("geocrop", "ShareResult");
        assertThatThrownBy(() -> factory.getResultInfo(share, Map.of("result", "none", "sharing", "public")))
                .hasMessageContaining("There is no result none");
        execute(inside(), null);
        String result = host.published.get(0);
        assertThatThrownBy(() -> factory.getResultInfo(share, Map.of("result", result, "sharing", "all")))
                .hasMessageContaining("private, shared or public");
        assertThat(factory.getResultInfo(share, Map.of("result", result, "sharing", "public")))
                .containsKey("result");
    }

    /** GeoServer takes a run for failed that has never told of its progress. */
    @Test
    void everyRunTellsThatItHasBegun() {
        Progress progress = new Progress(Float.MAX_VALUE);
        process("ListResults").execute(Map.of(), progress);
        assertThat(progress.most).isPositive();
    }

    @Test
    void whatCantBePublishedLeavesNothing() {
        host.refuses = true;
        assertThatThrownBy(() -> execute(inside(), null)).hasMessageContaining("full");
        assertThat(engine.ledger().list()).isEmpty();
        assertThat(engine.results().list()).isEmpty();
    }

    @Test
    void aDismissedRunLeavesNothing() {
        assertThatThrownBy(() -> execute(inside(), new Progress(2)))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("dismissed");
        assertThat(host.published).isEmpty();
        assertThat(engine.results().list()).isEmpty();
    }

    @Test
    void faultsNameTheInput() {
        assertThatThrownBy(() -> execute(Map.of("aoi", "30,-17,100"), null))
                .isInstanceOf(ProcessException.class)
                .hasMessageContaining("inputs/year");
        assertThatThrownBy(() -> execute(INPUTS, null)).hasMessageContaining("no scene");
    }

    private static int[] samples(GridCoverage2D raster) {
        RenderedImage image = raster.getRenderedImage();
        return image.getData().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }

    /** Writes as GeoServer's WPS writes the output image/tiff: deflated, in tiles that are no larger than the raster. */
    private static File written(GridCoverage2D raster) throws IOException {
        RenderedImage image = raster.getRenderedImage();
        GeoTiffWriteParams tiles = new GeoTiffWriteParams();
        tiles.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        tiles.setTiling(
                Math.min(image.getWidth(), image.getTileWidth()), Math.min(image.getHeight(), image.getTileHeight()));
        tiles.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        tiles.setCompressionType("Deflate");
        ParameterValue<GeoToolsWriteParams> parameter = AbstractGridFormat.GEOTOOLS_WRITE_PARAMS.createValue();
        parameter.setValue(tiles);
        File file = folder.resolve("written.tif").toFile();
        GeoTiffWriter writer = new GeoTiffWriter(file);
        writer.write(raster, new GeneralParameterValue[] {parameter});
        writer.dispose();
        return file;
    }

    private static Map<String, Object> inside() {
        double[] b = SampleLandscape.Options.season(64, 2022).grid().lonLatBounds();
        return Map.of("aoi", (b[0] + b[2]) / 2 + "," + (b[1] + b[3]) / 2 + ",150", "year", 2022);
    }

    /** A listener that cancels when a run has come so far. */
    private static final class Progress implements ProgressListener {
        private final float cancelAt;
        private float most;

        private Progress(float cancelAt) {
            this.cancelAt = cancelAt;
        }

        @Override
        public void progress(float percent) {
            most = Math.max(most, percent);
        }

        @Override
        public boolean isCanceled() {
            return most >= cancelAt;
        }

        @Override
        public float getProgress() {
            return most;
        }

        @Override
        public InternationalString getTask() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setTask(InternationalString task) {}

        @Override
        public void started() {}

        @Override
        public void complete() {}

        @Override
        public void dispose() {}

        @Override
        public void setCanceled(boolean cancel) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void warningOccurred(String source, String location, String warning) {}

        @Override
        public void exceptionOccurred(Throwable exception) {}
    }
}
