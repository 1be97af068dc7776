package org.geocrop.catalogue;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geocrop.error.NotFoundException;
import org.geocrop.store.ObjectKey;

/** The keys of a result: {@code geocrop-results/results/<job_id>/…} (domain contract). */
public final class ResultFiles {

    public static final String CROP_TYPE = "crop_type";
    public static final String CONFIDENCE = "confidence";
    public static final String OBSERVATIONS = "observations";
    public static final String PROBABILITIES = "probabilities";
    public static final String MARGIN = "margin";
    public static final String ENTROPY = "entropy";
    public static final String APPLICABILITY = "applicability";
    public static final String NDVI_PEAK = "ndvi_peak";
    public static final String EVI_PEAK = "evi_peak";
    public static final String SAVI_PEAK = "savi_peak";
    public static final String TRUE_COLOR = "true_color";

    /** Of peaks: a sample is so many of an index. */
    public static final double INDEX_SCALE = 0.0001;

    /** Rasters that every map of a season has. */
    public static final List<String> COMPOSITES = List.of(OBSERVATIONS, NDVI_PEAK, EVI_PEAK, SAVI_PEAK, TRUE_COLOR);

    /** Rasters that every classification has. */
    public static final List<String> RASTERS =
            List.of(CROP_TYPE, CONFIDENCE, OBSERVATIONS, NDVI_PEAK, EVI_PEAK, SAVI_PEAK, TRUE_COLOR);

    /** Rasters of a classification that tell how sure it is, where they are wanted. */
    public static final List<String> UNCERTAINTY = List.of(MARGIN, ENTROPY, APPLICABILITY);

    /** Rasters that can be drawn. */
    public static final List<String> DRAWN =
            Stream.concat(RASTERS.stream(), UNCERTAINTY.stream()).toList();

    /** Of a comparison: where what became what. */
    public static final String DIFFERENCE = "difference";

    public static final String SUMMARY = "summary.json";
    public static final String PROVENANCE = "provenance.json";
    public static final String ITEM = "item.json";

    public static final String COG_TYPE = "image/tiff; application=geotiff; profile=cloud-optimized";

    public static final String CSV_TYPE = "text/csv";
    public static final String GEOJSON_TYPE = "application/geo+json";
    public static final String PARQUET_TYPE = "application/vnd.apache.parquet";
    public static final String XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public static final String GPX_TYPE = "application/gpx+xml";

    private static final Pattern JOB_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private ResultFiles() {}

    /**
     * The key of one file of a result.
     *
     * @throws NotFoundException if that can't be a job's id
     */
    public static ObjectKey key(String jobId, String file) {
        return new ObjectKey(ObjectKey.RESULTS, prefix(jobId) + file);
    }

    public static ObjectKey raster(String jobId, String raster) {
        return key(jobId, raster + ".tif");
    }

    /** Whether a result may have this name. */
    public static boolean isJobId(String name) {
        return JOB_ID.matcher(name).matches();
    }

    public static String prefix(String jobId) {
        if (!isJobId(jobId)) {
            throw new NotFoundException("There is no result of that name");
        }
        return "results/" + jobId + "/";
    }

    /** The name of an output's file. */
    public static String file(String output, String mediaType) {
        return output + "." + extension(mediaType);
    }

    /** Whether a media type is not text. */
    public static boolean isBinary(String mediaType) {
        return mediaType.equals(COG_TYPE) || mediaType.equals(PARQUET_TYPE) || mediaType.equals(XLSX_TYPE);
    }

    private static String extension(String mediaType) {
        return switch (mediaType) {
            case COG_TYPE -> "tif";
            case "application/json" -> "json";
            case GEOJSON_TYPE -> "geojson";
            case CSV_TYPE -> "csv";
            case PARQUET_TYPE -> "parquet";
            case GPX_TYPE -> "gpx";
            case XLSX_TYPE -> "xlsx";
            case "text/html" -> "html";
            case "text/plain" -> "txt";
            default -> throw new IllegalArgumentException("No file has the media type " + mediaType);
        };
    }
}
