package org.geocrop.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.Feature;
import org.geocrop.geojson.GeoJson;
import org.geocrop.geojson.Shape;
import org.geocrop.grid.Crs;
import org.geocrop.process.input.FeatureFile;
import org.geocrop.store.TemporaryFile;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.MultiPoint;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * The features of a GeoPackage (OGC 12-128r19) as GeoJSON features: those of its only table of features, in CRS84, with
 * all columns as properties. A row without a geometry is a feature without one. The CRS of a geometry is that which
 * {@code gpkg_spatial_ref_sys} has for its id.
 *
 * <p>The file is opened to be read only, without extensions, as one whose schema is not trusted; what it calls a table has
 * to be one, with columns that are stored, by SQLite's own word; values, columns and statements are bounded, and so is
 * the time.
 */
public final class GeoPackage implements FeatureFile {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int[] ENVELOPE_BYTES = {0, 32, 48, 48, 64};
    /** No value is longer than a file may be. */
    private static final int MAX_VALUE = 32 << 20;

    private static final int MAX_COLUMNS = 500;
    private static final int MAX_SQL = 1 << 20;
    private static final int STEPS = 100_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Of {@code pragma table_xinfo}: 1 is a hidden column of a virtual table, 2 and 3 are generated ones. */
    private static final int STORED = 0;

    private static final int HEADER_BYTES = 8;
    private static final int EMPTY_FLAG = 0x10;

    @Override
    public boolean is(byte[] file) {
        return file.length > MAGIC.length && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    @Override
    public List<Feature> read(byte[] file, int most) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.enableLoadExtension(false);
        Path copy = null;
        try {
            copy = TemporaryFile.create(".gpkg");
            Files.write(copy, file);
            try (Connection connection = config.createConnection("jdbc:sqlite:" + copy);
                    Statement statement = connection.createStatement()) {
                bound(connection.unwrap(SQLiteConnection.class), statement, file.length);
                return read(statement, most);
            }
        } catch (SQLException | ParseException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new InvalidRequestException("it is a GeoPackage that can't be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("The GeoPackage could not be opened", e);
        } finally {
            delete(copy);
        }
    }

    private static void bound(SQLiteConnection connection, Statement statement, int fileBytes) throws SQLException {
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, Math.min(MAX_VALUE, Math.max(fileBytes, 1 << 16)));
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH, MAX_SQL);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COLUMN, MAX_COLUMNS);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_EXPR_DEPTH, 50);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_COMPOUND_SELECT, 2);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
        connection.setLimit(SQLiteLimits.SQLITE_LIMIT_TRIGGER_DEPTH, 1);
        statement.execute("PRAGMA trusted_schema = OFF");
        statement.execute("PRAGMA cell_size_check = ON");
        statement.execute("PRAGMA mmap_size = 0");
        long end = System.nanoTime() + PATIENCE.toNanos();
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - end > 0 ? 1 : 0;
            }
        });
    }

    private static void delete(@Nullable Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file could not be removed", e);
        }
    }

    private static List<Feature> read(Statement statement, int most) throws SQLException, ParseException {
        requireTable(statement, "gpkg_contents");
        requireTable(statement, "gpkg_geometry_columns");
        String table;
        String geometry;
        try (ResultSet tables = statement.executeQuery("SELECT c.table_name, g.column_name FROM gpkg_contents c"
                + " JOIN gpkg_geometry_columns g ON g.table_name = c.table_name WHERE c.data_type = 'features'")) {
            if (!tables.next()) {
                throw new InvalidRequestException("it is a GeoPackage without features");
            }
            table = tables.getString(1);
            geometry = tables.getString(2);
            if (tables.next()) {
                throw new InvalidRequestException("it is a GeoPackage with several tables of features; one is wanted");
            }
        }
        requireTable(statement, table);
        Map<Integer, Integer> codes = epsgCodes(statement);
        List<Feature> features = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT * FROM \"" + table.replace("\"", "\"\"") + "\" LIMIT " + (most + 1))) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                Shape shape = null;
                Map<String, @Nullable Object> properties = new LinkedHashMap<>();
                for (int c = 1; c <= columns.getColumnCount(); c++) {
                    Object value = rows.getObject(c);
                    if (columns.getColumnName(c).equalsIgnoreCase(geometry)) {
                        if (value != null) {
                            shape = geometry(value, codes, features.size() + 1);
                        }
                    } else if (!(value instanceof byte[])) {
                        properties.put(columns.getColumnName(c), value);
                    }
                }
                features.add(Feature.of(shape, properties));
            }
        }
        return features;
    }

    /** A table whose columns are all stored, as SQLite itself sees it: no view, no virtual table, nothing generated. */
    private static void requireTable(Statement statement, String name) throws SQLException {
        Connection connection = statement.getConnection();
        try (PreparedStatement found = connection.prepareStatement(
                "SELECT type FROM pragma_table_list WHERE schema = 'main' AND lower(name) = lower(?)")) {
            found.setString(1, name);
            ResultSet types = found.executeQuery();
            if (!types.next()) {
                throw new InvalidRequestException("it is no GeoPackage: it has no table " + name);
            }
            if (!types.getString(1).equals("table")) {
                throw new InvalidRequestException(
                        "it is no GeoPackage: " + name + " is a " + types.getString(1) + ", not a table");
            }
        }
        try (PreparedStatement columns =
                connection.prepareStatement("SELECT name FROM pragma_table_xinfo(?) WHERE hidden <> " + STORED)) {
            columns.setString(1, name);
            ResultSet generated = columns.executeQuery();
            if (generated.next()) {
                throw new InvalidRequestException(
                        "it has a column that is not stored but generated, which is not taken: " + name + "."
                                + generated.getString(1));
            }
        }
    }

    /** EPSG codes of the file's ids of reference systems; 0 where one is of another organization. */
    private static Map<Integer, Integer> epsgCodes(Statement statement) throws SQLException {
        requireTable(statement, "gpkg_spatial_ref_sys");
        Map<Integer, Integer> codes = new HashMap<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT srs_id, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys LIMIT 10000")) {
            while (rows.next()) {
                boolean known = "EPSG"
                        .equalsIgnoreCase(String.valueOf(rows.getString(2)).strip());
                codes.put(rows.getInt(1), known ? rows.getInt(3) : 0);
            }
        }
        return codes;
    }

    /** A StandardGeoPackageBinary: header, CRS, envelope, WKB; in longitude and latitude. Null where it is empty. */
    private static @Nullable Shape geometry(Object value, Map<Integer, Integer> codes, int row) throws ParseException {
        if (!(value instanceof byte[] blob) || blob.length < HEADER_BYTES || blob[0] != 'G' || blob[1] != 'P') {
            throw new IllegalArgumentException("row " + row + " has a geometry of another kind");
        }
        int envelope = blob[3] >> 1 & 7;
        if (envelope >= ENVELOPE_BYTES.length || blob.length < HEADER_BYTES + ENVELOPE_BYTES[envelope]) {
            throw new IllegalArgumentException("row " + row + " has a geometry that is cut off");
        }
        if ((blob[3] & EMPTY_FLAG) != 0) {
            return null;
        }
        ByteOrder order = (blob[3] & 1) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int srs = ByteBuffer.wrap(blob).order(order).getInt(4);
        Geometry geometry =
                new WKBReader().read(Arrays.copyOfRange(blob, HEADER_BYTES + ENVELOPE_BYTES[envelope], blob.length));
        if (geometry.isEmpty()) {
            return null;
        }
        // -1 and 0 are coordinates that nothing is known of.
        int epsg = srs <= 0 ? Crs.WGS84 : codes.getOrDefault(srs, srs);
        if (epsg == 0) {
            throw new IllegalArgumentException(
                    "row " + row + " is in the reference system " + srs + ", which has no EPSG code");
        }
        if (epsg != Crs.WGS84) {
            geometry.apply(new ToDegrees(Crs.transform(epsg, Crs.WGS84)));
            geometry.geometryChanged();
        }
        if (!(geometry instanceof Point || geometry instanceof MultiPoint || geometry instanceof Polygonal)) {
            throw new IllegalArgumentException(
                    "points and polygons are taken, and row " + row + " is a " + geometry.getGeometryType());
        }
        return GeoJson.write(geometry);
    }

    private record ToDegrees(Crs.PointTransform transform) implements CoordinateSequenceFilter {

        @Override
        public void filter(CoordinateSequence points, int i) {
            double[] xy = transform.apply(points.getX(i), points.getY(i));
            points.setOrdinate(i, 0, xy[0]);
            points.setOrdinate(i, 1, xy[1]);
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public boolean isGeometryChanged() {
            return true;
        }
    }
}
