package org.geocrop.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.store.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Comma-separated values with a head line (RFC 4180) whose columns {@code lon} and {@code lat}, also {@code longitude}
 * and {@code latitude} or {@code x} and {@code y}, are degrees in CRS84. Other columns are properties. A row without
 * numbers there is a feature without a geometry.
 */
public final class CsvPoints implements FeatureFile {

    private static final int MAX_HEAD = 1 << 16;
    private static final List<List<String>> POSITIONS =
            List.of(List.of("lon", "lat"), List.of("longitude", "latitude"), List.of("x", "y"));

    @Override
    public boolean is(byte[] file) {
        if (file.length == 0 || file[0] == '{' || file[0] == '[') {
            return false;
        }
        String head = new String(file, 0, Math.min(file.length, MAX_HEAD), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse("");
        List<String> names = List.of(plain(head).replace("\"", "").split(","));
        return POSITIONS.stream().anyMatch(position -> names.containsAll(position));
    }

    private static String plain(String name) {
        return name.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public ObjectNode read(byte[] file, int most) {
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(file)) {
            while (rows.hasNext() && features.size() <= most) {
                features.add(feature(rows.next()));
            }
        } catch (JacksonException e) {
            throw new InvalidRequestException(
                    "it is a table that can't be read: row " + (features.size() + 1) + ": " + e.getOriginalMessage(),
                    e);
        }
        return collection;
    }

    private static ObjectNode feature(Map<String, String> row) {
        ObjectNode feature = Json.object().put("type", "Feature");
        ObjectNode properties = feature.putObject("properties");
        row.forEach((name, value) -> properties.put(name.replace("\uFEFF", "").strip(), value));
        feature.putNull("geometry");
        for (List<String> position : POSITIONS) {
            Double lon = number(row, position.get(0));
            Double lat = number(row, position.get(1));
            if (lon != null && lat != null) {
                ObjectNode point = Json.object().put("type", "Point");
                point.putArray("coordinates").add(lon).add(lat);
                feature.set("geometry", point);
                break;
            }
        }
        return feature;
    }

    private static @org.jspecify.annotations.Nullable Double number(Map<String, String> row, String column) {
        for (Map.Entry<String, String> cell : row.entrySet()) {
            if (plain(cell.getKey()).equals(column) && cell.getValue() != null) {
                try {
                    return Double.valueOf(cell.getValue().strip());
                } catch (NumberFormatException e) {
                    return null;
                }
            }
        }
        return null;
    }
}
