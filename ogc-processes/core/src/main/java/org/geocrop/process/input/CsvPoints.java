package org.geocrop.process.input;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.Shape;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Tables with a head line (RFC 4180, and what spreadsheets make of it) whose columns {@code lon} and {@code lat}, also
 * {@code longitude} and {@code latitude} or {@code x} and {@code y}, in any case, are degrees in CRS84. Cells are
 * separated by commas, semicolons, tabs or bars, whichever make the head one with positions; where they are not
 * commas, decimals may have a comma. Blank rows are left out. Other columns are properties. A row without numbers in its
 * position is a feature without a geometry.
 */
public final class CsvPoints implements FeatureFile {

    /** What the columns of a position may be called, for messages. */
    static final String WANTED = "columns lon and lat, longitude and latitude, or x and y";

    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final int MAX_HEAD = 1 << 16;
    private static final List<List<String>> POSITIONS = List.of(
            List.of("lon", "lat"),
            List.of("longitude", "latitude"),
            List.of("lng", "lat"),
            List.of("long", "lat"),
            List.of("x", "y"),
            List.of("point_x", "point_y"));

    /** How a table is written: its text from the head on, what separates cells, and where a position is. */
    private record Form(String text, char separator, List<String> columns, int lon, int lat) {}

    @Override
    public boolean is(byte[] file) {
        if (file.length == 0 || file[0] == '{' || file[0] == '[') {
            return false;
        }
        return form(TableText.decode(file, MAX_HEAD)).isPresent();
    }

    @Override
    public List<Feature> read(byte[] file, int most) {
        Form form = form(TableText.decode(file, file.length))
                .orElseThrow(() -> new InvalidRequestException("it is no table with " + WANTED));
        refuseTwins(form.columns);
        List<Feature> features = new ArrayList<>();
        try (MappingIterator<String[]> rows = rows(form.text, form.separator)) {
            rows.next();
            for (int row = 2; rows.hasNext() && features.size() <= most; row++) {
                String[] cells = rows.next();
                if (!isBlank(cells)) {
                    features.add(feature(form, cells, row));
                }
            }
        } catch (JacksonException e) {
            throw new InvalidRequestException(
                    "it is a table that can't be read: row " + (features.size() + 1) + ": " + e.getOriginalMessage(),
                    e);
        }
        return features;
    }

    private static Optional<Form> form(String text) {
        String table = text.stripLeading();
        for (char separator : SEPARATORS) {
            List<String> columns = head(table, separator);
            for (List<String> position : POSITIONS) {
                List<String> plain = columns.stream().map(CsvPoints::plain).toList();
                int lon = plain.indexOf(position.get(0));
                int lat = plain.indexOf(position.get(1));
                if (lon >= 0 && lat >= 0) {
                    return Optional.of(new Form(table, separator, columns, lon, lat));
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> head(String table, char separator) {
        String line = table.lines().findFirst().orElse("");
        try (MappingIterator<String[]> rows = rows(line, separator)) {
            List<String> columns = new ArrayList<>();
            if (rows.hasNext()) {
                for (String name : rows.next()) {
                    columns.add(name.strip());
                }
            }
            return columns;
        } catch (JacksonException e) {
            return List.of();
        }
    }

    private static MappingIterator<String[]> rows(String text, char separator) {
        return new CsvMapper()
                .readerFor(String[].class)
                .with(CsvReadFeature.WRAP_AS_ARRAY)
                .with(CsvReadFeature.TRIM_SPACES)
                .with(CsvReadFeature.SKIP_EMPTY_LINES)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator))
                .readValues(text);
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static void refuseTwins(List<String> columns) {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!column.isEmpty() && !seen.add(column)) {
                throw new InvalidRequestException("it is a table with two columns '" + column + "'");
            }
        }
    }

    private static boolean isBlank(String[] cells) {
        for (String cell : cells) {
            if (cell != null && !cell.isBlank()) {
                return false;
            }
        }
        return true;
    }

    private static Feature feature(Form form, String[] cells, int row) {
        Map<String, @Nullable String> properties = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i++) {
            if (i < form.columns.size()) {
                if (!form.columns.get(i).isEmpty()) {
                    properties.put(form.columns.get(i), cells[i]);
                }
            } else if (cells[i] != null && !cells[i].isBlank()) {
                throw new InvalidRequestException("it is a table whose row " + row + " has " + cells.length
                        + " cells, more than its head, which has " + form.columns.size());
            }
        }
        Double lon = number(form, cells, form.lon);
        Double lat = number(form, cells, form.lat);
        return Feature.of(lon == null || lat == null ? null : Shape.point(lon, lat), properties);
    }

    private static @Nullable Double number(Form form, String[] cells, int column) {
        if (column >= cells.length || cells[column] == null) {
            return null;
        }
        String text = cells[column].strip();
        if (form.separator != ',' && text.indexOf('.') < 0) {
            text = text.replace(',', '.');
        }
        try {
            Double number = Double.valueOf(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
