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
import java.util.Arrays;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Crs;
import org.geocrop.process.FeatureFile;
import org.geocrop.stac.GeoJson;
import org.geocrop.store.Json;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.CoordinateSequenceFilter;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygonal;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The features of a GeoPackage (OGC 12-128r19) as GeoJSON features: those of its only table of features, in CRS84, with
 * all columns as properties. The file is opened to be read only, without extensions; what it calls a table has to be one,
 * since a view may never end.
 */
public final class GeoPackage implements FeatureFile {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int[] ENVELOPE_BYTES = {0, 32, 48, 48, 64};
    private static final int MAX_VALUE = 64 << 20;
    private static final int HEADER_BYTES = 8;
    private static final int EMPTY_FLAG = 0x10;

    @Override
    public boolean is(byte[] file) {
        return file.length > MAGIC.length && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    @Override
    public ObjectNode read(byte[] file, int most) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.enableLoadExtension(false);
        Path copy = null;
        try {
            copy = Files.createTempFile("geocrop", ".gpkg");
            Files.write(copy, file);
            try (Connection connection = config.createConnection("jdbc:sqlite:" + copy);
                    Statement statement = connection.createStatement()) {
                connection.unwrap(SQLiteConnection.class).setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MAX_VALUE);
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

    private static void delete(@Nullable Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file could not be removed", e);
        }
    }

    private static ObjectNode read(Statement statement, int most) throws SQLException, ParseException {
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
        ObjectNode collection = Json.object().put("type", "FeatureCollection");
        ArrayNode features = collection.putArray("features");
        try (ResultSet rows =
                statement.executeQuery("SELECT * FROM \"" + table.replace("\"", "\"\"") + "\" LIMIT " + (most + 1))) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                ObjectNode feature = Json.object().put("type", "Feature");
                ObjectNode properties = Json.object();
                for (int c = 1; c <= columns.getColumnCount(); c++) {
                    Object value = rows.getObject(c);
                    if (columns.getColumnName(c).equalsIgnoreCase(geometry)) {
                        if (!(value instanceof byte[] blob)) {
                            throw new IllegalArgumentException("a feature has no geometry");
                        }
                        feature.set("geometry", GeoJson.write(geometry(blob)));
                    } else if (!(value instanceof byte[])) {
                        properties.set(columns.getColumnName(c), Json.of(value));
                    }
                }
                features.add(feature.set("properties", properties));
            }
        }
        return collection;
    }

    private static void requireTable(Statement statement, String name) throws SQLException {
        try (PreparedStatement found = statement
                .getConnection()
                .prepareStatement("SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(?)"
                        + " AND sql NOT LIKE 'CREATE VIRTUAL%'")) {
            found.setString(1, name);
            if (!found.executeQuery().next()) {
                throw new InvalidRequestException("it is no GeoPackage: it has no table " + name);
            }
        }
    }

    /** A StandardGeoPackageBinary: header, CRS, envelope, WKB; in longitude and latitude. */
    private static Geometry geometry(byte[] blob) throws ParseException {
        if (blob.length < HEADER_BYTES || blob[0] != 'G' || blob[1] != 'P' || (blob[3] & EMPTY_FLAG) != 0) {
            throw new IllegalArgumentException("a geometry is empty or of another kind");
        }
        ByteOrder order = (blob[3] & 1) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int epsg = ByteBuffer.wrap(blob).order(order).getInt(4);
        int from = HEADER_BYTES + ENVELOPE_BYTES[blob[3] >> 1 & 7];
        Geometry geometry = new WKBReader().read(Arrays.copyOfRange(blob, from, blob.length));
        // -1 and 0 are coordinates that nothing is known of.
        if (epsg > 0 && epsg != Crs.WGS84) {
            geometry.apply(new ToDegrees(Crs.transform(epsg, Crs.WGS84)));
            geometry.geometryChanged();
        }
        if (!(geometry instanceof Point || geometry instanceof Polygonal) || geometry.isEmpty()) {
            throw new IllegalArgumentException(
                    "points and polygons are taken, and one is " + geometry.getGeometryType());
        }
        return geometry;
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
