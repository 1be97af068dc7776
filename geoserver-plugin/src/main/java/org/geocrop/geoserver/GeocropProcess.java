package org.geocrop.geoserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Thing;
import org.geocrop.error.DismissedException;
import org.geocrop.error.GeocropException;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.error.NoScenesException;
import org.geocrop.error.NotFoundException;
import org.geocrop.error.StoreException;
import org.geocrop.hash.Sha256;
import org.geocrop.json.ForeignJson;
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

/** One run: inputs are read and checked as by the standalone server, the result is published, outputs are handed out. */
final class GeocropProcess implements Process {

    private static final int MAX_DOCUMENT = 256 << 20;
    private static final int MAX_ITEM = 16 << 20;
    private static final int CHUNK = 1 << 20;
    private static final int TILE = 256;
    private static final int TILE_STEP = 16;
    private static final Duration LINK_LIFETIME = Duration.ofDays(1);

    private final GeoProcess process;
    private final ProcessDescription description;
    private final Engine engine;
    private final Host host;

    GeocropProcess(GeoProcess process, ProcessDescription description, Engine engine, Host host) {
        this.process = process;
        this.description = description;
        this.engine = engine;
        this.host = host;
    }

    @Override
    public Map<String, Object> execute(Map<String, Object> input, @Nullable ProgressListener listener) {
        Caller caller = host.caller();
        if (!engine.rights().mayRun(caller)) {
            throw host.denial(caller);
        }
        begin(listener);
        Instant now = Instant.now();
        String name = ResultName.of(now);
        try {
            process.prepare(execution(input, name, now, progress(listener))).run();
            Note note = Note.of(
                    caller, Bindings.sharing(input, engine.rights()), host.executionId(), Instant.now(), area(name));
            return publish(engine.results().require(name), note, listener);
        } catch (InvalidRequestException | NotFoundException | NoScenesException | LimitExceededException e) {
            throw host.refusal(e);
        } catch (GeocropException e) {
            throw new ProcessException(e.code() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Checks inputs, before a run is accepted.
     *
     * @throws RuntimeException the host's refusal, naming the input that is wrong
     */
    void check(Map<String, Object> input) {
        Caller caller = host.caller();
        if (!engine.rights().mayRun(caller)) {
            throw host.denial(caller);
        }
        Instant now = Instant.now();
        try {
            Bindings.sharing(input, engine.rights());
            process.prepare(execution(input, ResultName.of(now), now, Progress.NONE));
        } catch (InvalidRequestException | NotFoundException | NoScenesException | LimitExceededException e) {
            throw host.refusal(e);
        }
    }

    private Execution execution(Map<String, Object> input, String name, Instant now, Progress progress) {
        ForeignJson request = ForeignJson.empty()
                .with("inputs", Bindings.json(description, input, new Coverages(engine.store(), host)));
        ExecuteRequest read = ExecuteRequest.read(description, request, References.NONE);
        Caller caller = host.caller();
        return new Execution(
                name,
                now,
                read.inputs(),
                Map.of(),
                // Models and data sets are those of the store's owner, for all.
                thing -> thing.kind() != Thing.Kind.JOB
                        || engine.ledger()
                                .find(thing.name())
                                .filter(entry -> engine.rights().maySee(caller, entry.note()))
                                .isPresent(),
                progress);
    }

    private String area(String name) {
        try {
            ForeignJson item = ForeignJson.read(engine.store().get(ResultFiles.key(name, "item.json"), MAX_ITEM));
            return item.get("geometry").isObject() ? Sha256.of(Json.write(item.get("geometry"))) : "";
        } catch (Json.MalformedException e) {
            throw new StoreException("The item of the result " + name + " can't be read: " + e.getMessage(), e);
        }
    }

    /** All or nothing: what can't be published or handed out leaves neither layers nor files. */
    private Map<String, Object> publish(Result result, Note note, @Nullable ProgressListener listener) {
        boolean whole = false;
        try {
            engine.ledger().add(result, note);
            List<String> layers = host.publish(new Ledger.Entry(result, note));
            Map<String, Object> outputs = outputs(result, layers);
            if (listener != null) {
                listener.complete();
            }
            whole = true;
            return outputs;
        } finally {
            if (!whole) {
                engine.ledger().remove(result.jobId());
            }
        }
    }

    private Map<String, Object> outputs(Result result, List<String> layers) {
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

    /**
     * What was made, and where it is.
     *
     * @param dimension by which a map shows this result alone
     */
    private record Made(
            String job,
            String process,
            List<String> layers,
            @JsonProperty("DIM_JOB") String dimension,
            Map<String, Stored> outputs) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Stored(
            String type,
            String bucket,
            String key,
            @Nullable String href) {}

    private Made about(Result result, List<String> layers) {
        Map<String, Stored> files = new LinkedHashMap<>();
        for (Result.Output output : result.outputs()) {
            ObjectKey key = ResultFiles.key(result.jobId(), output.file());
            String link = engine.link(key, LINK_LIFETIME).map(URI::toString).orElse(null);
            files.put(output.name(), new Stored(output.mediaType(), key.bucket(), key.key(), link));
        }
        return new Made(result.jobId(), result.processId(), layers, result.jobId(), files);
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

    /** Says that a run has begun: one that never did has failed for GeoServer, whatever it gives. */
    static void begin(@Nullable ProgressListener listener) {
        if (listener != null) {
            listener.progress(1);
        }
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
