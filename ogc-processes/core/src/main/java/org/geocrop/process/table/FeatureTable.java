package org.geocrop.process.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.document.PointGeometry;
import org.geocrop.document.SampledFeatures;
import org.geocrop.feature.FeatureSet;
import org.geocrop.grid.Crs;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.Json;
import org.geocrop.pipeline.sampling.PixelSampler;
import org.geocrop.process.input.Locations;

/** Rows of features with the place and the properties of the location that each belongs to. */
public final class FeatureTable implements PixelSampler.Sink {

    private final Locations locations;
    private final PixelGrid grid;
    private final Crs.PointTransform toLonLat;
    private final List<Row> rows = new ArrayList<>();

    private record Row(int location, double lon, double lat, int observations, float[] features) {}

    public FeatureTable(Locations locations, PixelGrid grid) {
        this.locations = locations;
        this.grid = grid;
        this.toLonLat = Crs.transform(grid.epsg(), Crs.WGS84);
    }

    @Override
    public void accept(PixelSampler.Pixel pixel, int observations, float[] features) {
        double[] centre = toLonLat.apply(grid.centreX(pixel.col()), grid.centreY(pixel.row()));
        rows.add(new Row(pixel.feature(), centre[0], centre[1], observations, features));
    }

    public byte[] write(String mediaType) {
        rows.sort(java.util.Comparator.comparingInt(Row::location));
        return switch (mediaType) {
            case ResultFiles.CSV_TYPE -> csv();
            case ResultFiles.GEOJSON_TYPE -> geoJson();
            case ResultFiles.PARQUET_TYPE -> parquet();
            default -> throw new IllegalArgumentException(mediaType);
        };
    }

    private byte[] csv() {
        List<String> properties = properties();
        Csv csv = new Csv();
        List<String> head = new ArrayList<>(List.of("location", "lon", "lat", "observations"));
        head.addAll(properties);
        head.addAll(FeatureSet.FEATURE_ORDER_V1);
        csv.row(head);
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            cells.add(name(row));
            cells.add(degrees(row.lon));
            cells.add(degrees(row.lat));
            cells.add(Integer.toString(row.observations));
            properties.forEach(property -> cells.add(property(row, property)));
            for (float feature : row.features) {
                cells.add(Float.toString(feature));
            }
            csv.row(cells);
        }
        return csv.bytes();
    }

    /** As {@link SampledFeatures} describes them. */
    private record Pixels(String type, List<Pixel> features) {}

    private record Pixel(String type, PointGeometry geometry, Map<String, Object> properties) {}

    private byte[] geoJson() {
        List<Pixel> features = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> properties = new LinkedHashMap<>(
                    locations.feature(row.location).properties().members());
            properties.put("location", name(row));
            properties.put("observations", row.observations);
            for (int f = 0; f < FeatureSet.COUNT; f++) {
                properties.put(FeatureSet.FEATURE_ORDER_V1.get(f), row.features[f]);
            }
            features.add(new Pixel("Feature", PointGeometry.of(row.lon, row.lat), properties));
        }
        return Json.write(new Pixels("FeatureCollection", features));
    }

    private byte[] parquet() {
        ParquetTable table = new ParquetTable(rows.size());
        table.texts("location", i -> name(rows.get(i)));
        table.doubles("lon", i -> rows.get(i).lon);
        table.doubles("lat", i -> rows.get(i).lat);
        table.integers("observations", i -> rows.get(i).observations);
        for (String property : properties()) {
            table.texts(property, i -> property(rows.get(i), property));
        }
        for (int f = 0; f < FeatureSet.COUNT; f++) {
            int feature = f;
            table.floats(FeatureSet.FEATURE_ORDER_V1.get(f), i -> rows.get(i).features[feature]);
        }
        return table.write();
    }

    /** Names of properties that some location has, without those that are columns already. */
    private List<String> properties() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < locations.size(); i++) {
            names.addAll(locations.feature(i).properties().names());
        }
        names.removeAll(List.of("location", "lon", "lat", "observations"));
        names.removeAll(FeatureSet.FEATURE_ORDER_V1);
        return List.copyOf(names);
    }

    private String property(Row row, String name) {
        return locations.feature(row.location).properties().get(name).cell();
    }

    private String name(Row row) {
        return locations.feature(row.location).id(Integer.toString(row.location));
    }

    private static String degrees(double value) {
        return Double.toString(round(value));
    }

    private static double round(double degrees) {
        return Math.round(degrees * 1e7) / 1e7;
    }
}
