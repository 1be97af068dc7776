package org.geocrop.geoserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.imageio.ImageWriteParam;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.hash.Sha256;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.input.Rasters;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geotools.api.coverage.grid.GridEnvelope;
import org.geotools.api.parameter.GeneralParameterValue;
import org.geotools.api.parameter.ParameterValue;
import org.geotools.coverage.grid.GridCoverage2D;
import org.geotools.coverage.grid.io.AbstractGridFormat;
import org.geotools.coverage.grid.io.imageio.GeoToolsWriteParams;
import org.geotools.gce.geotiff.GeoTiffWriteParams;
import org.geotools.gce.geotiff.GeoTiffWriter;

/**
 * Coverages of GeoServer, such as those of a layer by WCS, as the rasters that processes read: GeoTIFFs among the data
 * sets, by the hash of their bytes, for as long as runs may need them.
 */
final class Coverages {

    /** What the name of a parameter with a coverage adds to that of the input. */
    static final String SUFFIX = "_coverage";

    private static final String FOLDER = "geoserver-coverages/";
    private static final String TYPE = "image/tiff";
    private static final int CHUNK = 1 << 16;
    private static final int TILE = 256;
    private static final long MOST_PIXELS = 100_000_000L;
    private static final long KEEP_SECONDS = 48 * 3600;

    private final ObjectStore store;
    private final Host host;

    Coverages(ObjectStore store, Host host) {
        this.store = store;
        this.host = host;
    }

    /** Whether an input names a raster. */
    static boolean isWanted(ProcessDescription.Input input) {
        return input.schema().equals(Rasters.schema());
    }

    /**
     * Keeps a coverage, and says by which name processes read it.
     *
     * @param parameter for errors
     * @throws InvalidRequestException if it is too large
     */
    String keep(String parameter, GridCoverage2D coverage) {
        GridEnvelope size = coverage.getGridGeometry().getGridRange();
        long pixels = (long) size.getSpan(0) * size.getSpan(1);
        if (pixels > MOST_PIXELS) {
            throw new InvalidRequestException(
                    "inputs/" + parameter + ": has " + pixels + " pixels; at most " + MOST_PIXELS + " are taken");
        }
        try {
            Path file = host.temporaryFile("tif");
            write(coverage, file);
            ObjectKey key = new ObjectKey(ObjectKey.DATASETS, FOLDER + hash(file) + ".tif");
            if (store.stat(key).isEmpty()) {
                store.put(key, TYPE, file);
            }
            return "dataset:" + key.key();
        } catch (IOException e) {
            throw new UncheckedIOException("The coverage " + parameter + " could not be kept", e);
        }
    }

    private static String hash(Path file) throws IOException {
        Sha256 hash = new Sha256();
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] part = in.readNBytes(CHUNK); part.length > 0; part = in.readNBytes(CHUNK)) {
                hash.add(part);
            }
        }
        return hash.hex();
    }

    private static void write(GridCoverage2D coverage, Path file) throws IOException {
        GeoTiffWriteParams tiles = new GeoTiffWriteParams();
        tiles.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
        tiles.setTiling(TILE, TILE);
        ParameterValue<GeoToolsWriteParams> parameter = AbstractGridFormat.GEOTOOLS_WRITE_PARAMS.createValue();
        parameter.setValue(tiles);
        GeoTiffWriter writer = new GeoTiffWriter(file.toFile());
        try {
            writer.write(coverage, new GeneralParameterValue[] {parameter});
        } finally {
            writer.dispose();
        }
    }

    /** Removes what no run can need any more. */
    static void sweep(ObjectStore store, Instant now) {
        for (ObjectStore.Stat stat : store.list(ObjectKey.DATASETS, FOLDER)) {
            if (stat.modified().plusSeconds(KEEP_SECONDS).isBefore(now)) {
                store.delete(stat.key());
            }
        }
    }
}
