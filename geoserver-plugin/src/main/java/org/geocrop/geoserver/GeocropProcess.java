package org.geocrop.geoserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.DismissedException;
import org.geocrop.error.GeocropException;
import org.geocrop.json.Json;
import org.geocrop.pipeline.Progress;
import org.geocrop.process.ExecuteRequest;
import org.geocrop.process.Execution;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.References;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geotools.api.coverage.grid.GridEnvelope;
import org.geotools.api.data.Parameter;
import org.geotools.api.parameter.GeneralParameterValue;
import org.geotools.api.parameter.ParameterValue;
import org.geotools.api.util.ProgressListener;
import org.geotools.coverage.grid.GridCoverage2D;
import org.geotools.coverage.grid.io.AbstractGridFormat;
import org.geotools.gce.geotiff.GeoTiffReader;
import org.geotools.process.Process;
import org.geotools.process.ProcessException;
import org.geotools.text.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One run: inputs are read and checked as by the standalone server, the result is published, outputs are handed out. */
final class GeocropProcess implements Process {

    private static final int MAX_DOCUMENT = 256 << 20;
    private static final int CHUNK = 1 << 20;
    private static final int TILE = 256;
    private static final int TILE_STEP = 16;
    private static final Duration LINK_LIFETIME = Duration.ofDays(1);

    private final GeoProcess process;
    private final Engine engine;
    private final Host host;

    GeocropProcess(GeoProcess process, Engine engine, Host host) {
        this.process = process;
        this.engine = engine;
        this.host = host;
    }

    @Override
    public Map<String, Object> execute(Map<String, Object> input, @Nullable ProgressListener listener) {
        ProcessDescription description = process.description();
        String job = host.executionId();
        try {
            ObjectNode request = Json.object();
            request.set("inputs", Bindings.json(description, input));
            ExecuteRequest read = ExecuteRequest.read(description, request, References.NONE);
            Execution execution = new Execution(
                    job, java.time.Instant.now(), read.inputs(), Map.of(), host::mayRead, progress(listener));
            process.prepare(execution).run();
            return publish(description, engine.results().require(job), listener);
        } catch (GeocropException e) {
            throw new ProcessException(e.code() + ": " + e.getMessage(), e);
        }
    }

    /** All or nothing: what can't be published or handed out leaves neither layers nor files. */
    private Map<String, Object> publish(
            ProcessDescription description, Result result, @Nullable ProgressListener listener) {
        boolean whole = false;
        try {
            List<String> layers = host.publish(result);
            Map<String, Object> outputs = outputs(description, result, layers);
            if (listener != null) {
                listener.complete();
            }
            whole = true;
            return outputs;
        } finally {
            if (!whole) {
                host.withdraw(result.jobId());
                engine.results().remove(result.jobId());
            }
        }
    }

    private Map<String, Object> outputs(ProcessDescription description, Result result, List<String> layers) {
        Map<String, Object> outputs = new LinkedHashMap<>();
        for (Parameter<?> output : Bindings.outputs(description).values()) {
            result.output(output.getName()).ifPresent(file -> {
                ObjectKey key = ResultFiles.key(result.jobId(), file.file());
                outputs.put(
                        output.getName(),
                        output.getType() == GridCoverage2D.class
                                ? coverage(key)
                                : new String(engine.store().get(key, MAX_DOCUMENT), StandardCharsets.UTF_8));
            });
        }
        outputs.put(Bindings.RESULT, new String(Json.pretty(about(result, layers)), StandardCharsets.UTF_8));
        return outputs;
    }

    private ObjectNode about(Result result, List<String> layers) {
        ObjectNode about = Json.object().put("job", result.jobId()).put("process", result.processId());
        about.set("layers", Json.of(layers));
        ObjectNode files = about.putObject("outputs");
        for (Result.Output output : result.outputs()) {
            ObjectKey key = ResultFiles.key(result.jobId(), output.file());
            ObjectNode file = files.putObject(output.name()).put("type", output.mediaType());
            file.put("bucket", key.bucket()).put("key", key.key());
            engine.store().link(key, LINK_LIFETIME).map(URI::toString).ifPresent(link -> file.put("href", link));
        }
        return about;
    }

    /** The raster as a coverage over a copy, which is read as far as it is needed. */
    private GridCoverage2D coverage(ObjectKey key) {
        try {
            Path file = host.temporaryFile("tif");
            try (ByteSource source = engine.store().open(key);
                    var out = Files.newOutputStream(file)) {
                for (long at = 0; at < source.size(); at += CHUNK) {
                    out.write(source.read(at, (int) Math.min(CHUNK, source.size() - at)));
                }
            }
            GeoTiffReader reader = new GeoTiffReader(file.toFile());
            ParameterValue<String> tiles = AbstractGridFormat.SUGGESTED_TILE_SIZE.createValue();
            tiles.setValue(tileSize(reader.getOriginalGridRange()));
            return reader.read(new GeneralParameterValue[] {tiles});
        } catch (IOException e) {
            throw new UncheckedIOException("The raster could not be handed out", e);
        }
    }

    /**
     * Tiles no larger than the raster, of whole multiples of 16 px: GeoServer's GeoTIFF output writes such tiles, and
     * ImageIO-Ext's deflate (1.4.16) writes the wrong pixels if those it reads are wider.
     */
    private static String tileSize(GridEnvelope raster) {
        return IntStream.of(0, 1)
                .map(axis -> Math.max(TILE_STEP, Math.min(TILE, raster.getSpan(axis)) / TILE_STEP * TILE_STEP))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static Progress progress(@Nullable ProgressListener listener) {
        return listener == null
                ? Progress.NONE
                : (fraction, message) -> {
                    if (listener.isCanceled()) {
                        throw new DismissedException("The execution was dismissed");
                    }
                    listener.setTask(Text.text(message));
                    listener.progress((float) (100 * fraction));
                };
    }
}
