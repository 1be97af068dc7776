package org.geocrop.cog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.geocrop.grid.PixelGrid;
import org.geocrop.markup.Markup;

/** The text of tag 42112, in which GDAL keeps names of bands, statistics and other items. */
final class GdalMetadata {

    private final PixelGrid grid;
    private final CogProfile profile;
    private final Statistics statistics;

    GdalMetadata(PixelGrid grid, CogProfile profile, Statistics statistics) {
        this.grid = grid;
        this.profile = profile;
        this.statistics = statistics;
    }

    String xml() {
        StringBuilder xml = new StringBuilder("<GDALMetadata>\n");
        profile.metadata()
                .forEach((name, value) -> xml.append("  <Item name=\"")
                        .append(Markup.escape(name))
                        .append("\">")
                        .append(Markup.escape(value))
                        .append("</Item>\n"));
        xml.append("  <Item name=\"OVERVIEW_RESAMPLING\">")
                .append(profile.overviews())
                .append("</Item>\n");
        for (int band = 0; band < profile.bands(); band++) {
            xml.append("  <Item name=\"DESCRIPTION\" sample=\"")
                    .append(band)
                    .append("\" role=\"description\">")
                    .append(Markup.escape(profile.bandNames().get(band)))
                    .append("</Item>\n");
        }
        for (int band = 0; profile.scale() != 1 && band < profile.bands(); band++) {
            scale(xml, band);
        }
        for (int band = 0; profile.hasStatistics() && band < profile.bands(); band++) {
            statistics(xml, band);
        }
        return xml.append("</GDALMetadata>\n").toString();
    }

    /** Readers that know the two tags show values, others samples. */
    private void scale(StringBuilder xml, int band) {
        for (String item : List.of("OFFSET", "SCALE")) {
            xml.append("  <Item name=\"")
                    .append(item)
                    .append("\" sample=\"")
                    .append(band)
                    .append("\" role=\"")
                    .append(item.toLowerCase(Locale.ROOT))
                    .append("\">")
                    .append(
                            item.equals("SCALE")
                                    ? BigDecimal.valueOf(profile.scale()).toPlainString()
                                    : "0")
                    .append("</Item>\n");
        }
    }

    private void statistics(StringBuilder xml, int band) {
        Statistics.Band numbers = statistics.band(band);
        if (numbers.count() == 0) {
            return;
        }
        long pixels = (long) grid.width() * grid.height();
        Map<String, Object> items = new TreeMap<>(Map.of(
                "STATISTICS_MINIMUM",
                (long) numbers.min(),
                "STATISTICS_MAXIMUM",
                (long) numbers.max(),
                "STATISTICS_MEAN",
                numbers.mean(),
                "STATISTICS_STDDEV",
                numbers.deviation(),
                "STATISTICS_VALID_PERCENT",
                Math.round(10_000.0 * numbers.count() / pixels) / 100.0));
        items.forEach((name, value) -> xml.append("  <Item name=\"")
                .append(name)
                .append("\" sample=\"")
                .append(band)
                .append("\">")
                .append(value)
                .append("</Item>\n"));
    }
}
