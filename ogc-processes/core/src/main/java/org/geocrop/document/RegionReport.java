package org.geocrop.document;

import java.util.List;
import org.geocrop.json.Document;

/** {@code areas.json}: the area of each class of a region and of its districts. */
@Document
public record RegionReport(
        String name,
        long pixels,
        double hectares,
        long pixelsClassified,
        double hectaresClassified,
        List<ClassArea> classes,
        List<District> districts) {

    /** A district. */
    @Document
    public record District(
            String name,
            long pixels,
            double hectares,
            long pixelsClassified,
            double hectaresClassified,
            List<ClassArea> classes) {}

    /** That of a region as if it were a district, with its districts. */
    public static RegionReport of(District all, List<District> districts) {
        return new RegionReport(
                all.name,
                all.pixels,
                all.hectares,
                all.pixelsClassified,
                all.hectaresClassified,
                all.classes,
                districts);
    }
}
