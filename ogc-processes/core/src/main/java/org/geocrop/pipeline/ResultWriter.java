package org.geocrop.pipeline;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.ResultItem;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.error.ConflictException;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.json.Json;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.SameBytes;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one result. Rasters grow in temporary files; {@link #publish} writes them to the store, then the
 * documents, and {@code item.json} last. What was published of a result that fails is removed again.
 */
public final class ResultWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultWriter.class);

    private final ObjectStore store;
    private final String jobId;
    private final String processId;
    private final Map<String, CogWriter> writers = new LinkedHashMap<>();
    private final List<ObjectKey> written = new ArrayList<>();
    private final boolean shared;
    private boolean complete;

    /** An output that is no raster. */
    public record Document(String mediaType, byte[] body) {

        public static Document json(Object value) {
            return new Document("application/json", Json.pretty(value));
        }
    }

    /** Where and over what the rasters lie. */
    public record Place(Coverage coverage, Geometry footprint) {}

    public ResultWriter(ObjectStore store, String jobId, String processId) {
        this(store, jobId, processId, false);
    }

    /**
     * Files of a result.
     *
     * @param shared whether the result is named by a hash of all it depends on, so that others may write the same: what
     *     they have written counts, and nothing is removed
     */
    ResultWriter(ObjectStore store, String jobId, String processId, boolean shared) {
        this.store = store;
        this.jobId = jobId;
        this.processId = processId;
        this.shared = shared;
    }

    /** Adds a raster, which then takes blocks. */
    public CogWriter raster(String name, PixelGrid grid, CogProfile profile) {
        CogWriter writer = new CogWriter(grid, profile);
        writers.put(name, writer);
        return writer;
    }

    void write(Window block, BlockResult result) {
        writers.forEach((raster, writer) -> writer.write(block, result.samples(raster)));
    }

    /**
     * Makes the result visible.
     *
     * @param documents by output, written in their order
     * @param place of the rasters; null if there are none
     */
    public Result publish(Map<String, Document> documents, @Nullable Place place) {
        List<Result.Output> outputs = new ArrayList<>();
        writers.forEach((raster, writer) -> {
            put(raster, writer);
            outputs.add(new Result.Output(raster, raster + ".tif", ResultFiles.COG_TYPE));
        });
        documents.forEach((name, document) -> {
            String file = ResultFiles.file(name, document.mediaType);
            put(file, document.mediaType, document.body);
            outputs.add(new Result.Output(name, file, document.mediaType));
        });
        Result result = new Result(
                jobId,
                processId,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                outputs,
                place == null ? null : place.coverage);
        byte[] item = Json.pretty(ResultItem.of(result, place == null ? null : place.footprint));
        putItem(item);
        complete = true;
        return result;
    }

    @Override
    public void close() {
        writers.values().forEach(CogWriter::close);
        if (!complete && !shared) {
            removeWritten();
        }
    }

    /** The fault that led here matters more than one of a store that is gone as well. */
    private void removeWritten() {
        try {
            written.forEach(store::delete);
        } catch (StoreException e) {
            LOG.warn("Files of the unfinished result {} could not be removed: {}", jobId, e.getMessage());
        }
    }

    private void put(String raster, CogWriter writer) {
        ObjectKey key = ResultFiles.raster(jobId, raster);
        try (ObjectStore.Upload upload = store.create(key, ResultFiles.COG_TYPE)) {
            writer.finish(upload);
            upload.commit();
            written.add(key);
        } catch (ConflictException e) {
            if (!shared || !isThere(key, writer)) {
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("The result could not be written", e);
        }
    }

    private boolean isThere(ObjectKey key, CogWriter writer) {
        try (ByteSource there = store.open(key)) {
            SameBytes bytes = new SameBytes(there);
            writer.finish(bytes);
            return bytes.areSame();
        } catch (IOException e) {
            throw new StoreException("The result could not be read", e);
        }
    }

    /** It tells the time, so that of another is never the same; but it is of the same files. */
    private void putItem(byte[] item) {
        try {
            put(ResultFiles.ITEM, "application/json", item);
        } catch (ConflictException e) {
            if (!shared) {
                throw e;
            }
            LOG.debug("Another process has written the result {} meanwhile", jobId);
        }
    }

    private void put(String file, String mediaType, byte[] body) {
        ObjectKey key = ResultFiles.key(jobId, file);
        store.put(key, mediaType, body);
        written.add(key);
    }
}
