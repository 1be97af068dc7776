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
import javax.imageio.ImageWriteParam;
import org.geocrop.catalogue.Result;
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
import org.geotools.process.ProcessFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A process of the factory on the sample landscape, with a folder as store. */
class GeocropProcessTest {

    private static final Map<String, Object> INPUTS = Map.of("aoi", "30.99,-17.47,200", "year", 2022);

    @TempDir
    static Path folder;

    private static Engine engine;
    private final TestHost host = new TestHost();

    /** Notes what is published and withdrawn. */
    private static final class TestHost implements Host {
        private final Host bare = Host.bare();
        private final List<String> published = new ArrayList<>();
        private boolean refuses;

        @Override
        public String executionId() {
            return bare.executionId();
        }

        @Override
        public Path temporaryFile(String extension) throws IOException {
            return bare.temporaryFile(extension);
        }

        @Override
        public boolean mayRead(String jobId) {
            return false;
        }

        @Override
        public List<String> publish(Result result) {
            published.add(result.jobId());
            if (refuses) {
                throw new IllegalStateException("The catalogue is full");
            }
            return List.of("geocrop:" + result.jobId());
        }

        @Override
        public void withdraw(String jobId) {
            published.remove(jobId);
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
        engine.results().list().forEach(result -> engine.results().remove(result.jobId()));
    }

    private Map<String, Object> execute(Map<String, Object> inputs, ProgressListener listener) {
        ProcessFactory factory = new GeocropProcessFactory(engine, host);
        return factory.create(new NameImpl("geocrop", "SeasonComposite")).execute(inputs, listener);
    }

    @Test
    void aCompositeIsPublishedAndHandedOut() throws Exception {
        Progress progress = new Progress(Float.MAX_VALUE);
        Map<String, Object> outputs = execute(inside(), progress);
        JsonNode about = Json.read(outputs.get("result").toString().getBytes(StandardCharsets.UTF_8));
        assertThat(host.published).containsExactly(about.path("job").asString());
        assertThat(about.path("layers").path(0).asString()).isEqualTo("geocrop:" + host.published.get(0));
        assertThat(about.path("outputs").path("ndvi_peak").path("key").asString())
                .isEqualTo("results/" + host.published.get(0) + "/ndvi_peak.tif");
        GridCoverage2D raster = (GridCoverage2D) outputs.values().iterator().next();
        assertThat(raster.getEnvelope2D().getWidth()).isBetween(300.0, 420.0);
        assertThat(samples(new GeoTiffReader(written(raster)).read(null))).isEqualTo(samples(raster));
        assertThat(progress.most).isGreaterThan(90);
    }

    @Test
    void whatCantBePublishedLeavesNothing() {
        host.refuses = true;
        assertThatThrownBy(() -> execute(inside(), null)).hasMessageContaining("full");
        assertThat(host.published).isEmpty();
        assertThat(engine.results().list()).isEmpty();
    }

    @Test
    void aDismissedRunLeavesNothing() {
        assertThatThrownBy(() -> execute(inside(), new Progress(1)))
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
