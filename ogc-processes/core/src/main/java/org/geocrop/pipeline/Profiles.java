package org.geocrop.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.cog.CogProfile;
import org.geocrop.model.CropClass;
import org.geocrop.raster.SampleType;

/** How each raster of a result is written (domain contract). */
public final class Profiles {

    private Profiles() {}

    /** The profile of a raster by its name. */
    public static CogProfile of(String raster, List<CropClass> classes) {
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
            case ResultFiles.MARGIN, ResultFiles.ENTROPY, ResultFiles.APPLICABILITY ->
                CogProfile.measurements(SampleType.U8, List.of(raster + " (%)"), BlockResult.BYTE_NODATA);
            case ResultFiles.OBSERVATIONS ->
                CogProfile.measurements(SampleType.U8, List.of("clear time steps"), BlockResult.BYTE_NODATA);
            case ResultFiles.PROBABILITIES ->
                CogProfile.measurements(
                        SampleType.U8, classes.stream().map(CropClass::name).toList(), BlockResult.BYTE_NODATA);
            case ResultFiles.TRUE_COLOR -> CogProfile.picture();
            default ->
                CogProfile.measurements(SampleType.I16, List.of(raster + " x 10000"), BlockResult.INDEX_NODATA)
                        .withScale(ResultFiles.INDEX_SCALE);
        };
    }
}
