package org.geocrop.region.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.geocrop.document.ClassArea;
import org.geocrop.document.RegionReport;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import org.geocrop.region.RegionShape;
import org.geocrop.region.TileResult;

/** Areas of the classes of a region and of its districts: counts of pixels, each of which lies in one district. */
final class RegionAreas {

    private static final double HECTARES_A_PIXEL = 0.01;

    private final List<CropClass> classes;
    private final List<String> names = new ArrayList<>();
    private final List<Counts> districts = new ArrayList<>();
    private final Counts all = new Counts();

    private static final class Counts {
        private long pixels;
        private final Map<Integer, Long> ofClass = new TreeMap<>();

        void add(TileResult.Part part) {
            pixels += part.pixels();
            part.classes().forEach((id, count) -> ofClass.merge(id, count, Long::sum));
        }
    }

    RegionAreas(RegionShape shape, List<CropClass> classes, List<TileResult> tiles) {
        this.classes = classes;
        shape.districts().forEach(district -> {
            names.add(district.name());
            districts.add(new Counts());
        });
        for (TileResult tile : tiles) {
            for (TileResult.Part part : tile.districts()) {
                districts.get(part.district()).add(part);
                all.add(part);
            }
        }
    }

    RegionReport report(String region) {
        return RegionReport.of(
                district(region, all),
                IntStream.range(0, names.size())
                        .mapToObj(i -> district(names.get(i), districts.get(i)))
                        .toList());
    }

    private RegionReport.District district(String name, Counts counts) {
        long classified =
                counts.ofClass.values().stream().mapToLong(Long::longValue).sum();
        List<ClassArea> areas = new ArrayList<>();
        for (CropClass c : classes) {
            long pixels = counts.ofClass.getOrDefault(c.id(), 0L);
            double share = classified == 0 ? 0 : Json.rounded((double) pixels / classified);
            areas.add(ClassArea.of(c, pixels, hectares(pixels), share));
        }
        return new RegionReport.District(
                name, counts.pixels, hectares(counts.pixels), classified, hectares(classified), areas);
    }

    /** A row for each district and class. */
    byte[] csv() {
        StringBuilder csv = new StringBuilder("district,class_id,class,pixels,hectares\r\n");
        for (int i = 0; i < names.size(); i++) {
            for (CropClass c : classes) {
                long pixels = districts.get(i).ofClass.getOrDefault(c.id(), 0L);
                csv.append(String.format(
                        Locale.ROOT,
                        "%s,%d,%s,%d,%.2f\r\n",
                        quoted(names.get(i)),
                        c.id(),
                        quoted(c.name()),
                        pixels,
                        hectares(pixels)));
            }
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** As RFC 4180 has it; a name that a spreadsheet would take for a formula gets an apostrophe. */
    private static String quoted(String text) {
        String safe = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    private static double hectares(long pixels) {
        return Math.round(pixels * HECTARES_A_PIXEL * 100) / 100.0;
    }
}
