package org.geocrop.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cog.CogProfile;
import org.geocrop.cog.CogWriter;
import org.geocrop.error.StoreException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.model.CropClass;
import org.geocrop.raster.SampleType;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one result. Rasters grow in temporary files; {@link #publish} writes them to the store and
 * {@code item.json} last. What was published of a result that fails is removed again.
 */
final class ResultWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResultWriter.class);

    private final ObjectStore store;
    private final String jobId;
    private final Map<String, CogWriter> writers = new LinkedHashMap<>();
    private final List<ObjectKey> written = new ArrayList<>();
    private boolean complete;

    ResultWriter(ObjectStore store, String jobId, PixelGrid grid, List<CropClass> classes, boolean probabilities) {
        this.store = store;
        this.jobId = jobId;
        for (String raster : ResultFiles.RASTERS) {
            writers.put(raster, new CogWriter(grid, profile(raster, classes)));
        }
        if (probabilities) {
            writers.put(ResultFiles.PROBABILITIES, new CogWriter(grid, profile(ResultFiles.PROBABILITIES, classes)));
        }
    }

    List<String> rasters() {
        return List.copyOf(writers.keySet());
    }

    void write(Window block, BlockResult result) {
        writers.forEach((raster, writer) -> writer.write(block, result.samples(raster)));
    }

    /** Makes the result visible. The documents are written in their order, after the rasters. */
    void publish(Map<String, byte[]> documents, byte[] item) {
        try {
            for (Map.Entry<String, CogWriter> entry : writers.entrySet()) {
                ObjectKey key = ResultFiles.raster(jobId, entry.getKey());
                try (ObjectStore.Upload upload = store.create(key, ResultFiles.COG_TYPE)) {
                    entry.getValue().finish(upload);
                    upload.commit();
                    written.add(key);
                }
            }
        } catch (IOException e) {
            throw new StoreException("The result could not be written", e);
        }
        documents.forEach(this::put);
        put(ResultFiles.ITEM, item);
        complete = true;
    }

    @Override
    public void close() {
        writers.values().forEach(CogWriter::close);
        if (!complete) {
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

    private void put(String file, byte[] body) {
        ObjectKey key = ResultFiles.key(jobId, file);
        store.put(key, "application/json", body);
        written.add(key);
    }

    private static CogProfile profile(String raster, List<CropClass> classes) {
        return switch (raster) {
            case ResultFiles.CROP_TYPE -> {
                int[] palette = new int[256];
                Map<String, String> names = new LinkedHashMap<>();
                for (CropClass c : classes) {
                    palette[c.id()] = c.rgb();
                    names.put("CLASS_" + c.id(), c.name());
                }
                yield CogProfile.classes("crop type", palette, names);
            }
            case ResultFiles.CONFIDENCE ->
                CogProfile.measurements(SampleType.U8, List.of("confidence (%)"), BlockResult.BYTE_NODATA);
            case ResultFiles.OBSERVATIONS ->
                CogProfile.measurements(SampleType.U8, List.of("clear time steps"), BlockResult.BYTE_NODATA);
            case ResultFiles.PROBABILITIES ->
                CogProfile.measurements(
                        SampleType.U8, classes.stream().map(CropClass::name).toList(), BlockResult.BYTE_NODATA);
            case ResultFiles.TRUE_COLOR -> CogProfile.picture();
            default -> CogProfile.measurements(SampleType.I16, List.of(raster + " x 10000"), BlockResult.INDEX_NODATA);
        };
    }
}
