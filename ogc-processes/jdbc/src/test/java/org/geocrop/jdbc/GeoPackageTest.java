package org.geocrop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;
import tools.jackson.databind.JsonNode;

/** GeoPackages as fieldwork and planetiler's users have them (Fiona 789, planetiler 561), and hostile ones. */
class GeoPackageTest {

    @TempDir
    Path folder;

    private static final String TABLE = "CREATE TABLE f (fid INTEGER PRIMARY KEY, geom BLOB, crop TEXT)";

    private byte[] file(String create, List<byte[]> geometries, String... more) throws Exception {
        Path path = Files.createTempFile(folder, "x", ".gpkg");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)");
            statement.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT)");
            statement.execute("CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,"
                    + " organization_coordsys_id INTEGER)");
            statement.execute("INSERT INTO gpkg_contents VALUES ('f', 'features')");
            statement.execute("INSERT INTO gpkg_geometry_columns VALUES ('f', 'geom')");
            statement.execute("INSERT INTO gpkg_spatial_ref_sys VALUES ('a', 4326, 'EPSG', 4326),"
                    + " ('b', 100001, 'epsg', 32735), ('c', 100002, 'ESRI', 54009), ('d', 32735, 'EPSG', 32735)");
            statement.execute(create);
            for (byte[] geometry : geometries) {
                try (PreparedStatement row =
                        connection.prepareStatement("INSERT INTO f (geom, crop) VALUES (?, 'm')")) {
                    row.setBytes(1, geometry);
                    row.execute();
                }
            }
            for (String sql : more) {
                statement.execute(sql);
            }
        }
        return Files.readAllBytes(path);
    }

    private static byte[] blob(int srs, String wkt) throws Exception {
        Geometry geometry = new WKTReader().read(wkt);
        byte[] wkb = new WKBWriter().write(geometry);
        return ByteBuffer.allocate(8 + wkb.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'G')
                .put((byte) 'P')
                .put((byte) 0)
                .put((byte) (geometry.isEmpty() ? 0x11 : 1))
                .putInt(srs)
                .put(wkb)
                .array();
    }

    private static JsonNode read(byte[] file) {
        return Json.of(new GeoPackage().read(file, 100));
    }

    @Test
    void fiona789ARowWithoutGeometryIsAFeatureWithoutOne() throws Exception {
        List<byte[]> rows = new java.util.ArrayList<>(List.of(blob(4326, "POINT (30 -17)")));
        rows.add(null);
        rows.add(blob(4326, "POLYGON EMPTY"));
        rows.add(blob(4326, "POLYGON ((30 -17, 31 -17, 31 -16, 30 -17))"));
        JsonNode features = read(file(TABLE, rows));
        assertThat(features.size()).isEqualTo(4);
        assertThat(features.path(0).path("geometry").path("coordinates").toString())
                .isEqualTo("[30.0,-17.0]");
        assertThat(features.path(1).path("geometry").isNull()).isTrue();
        assertThat(features.path(2).path("geometry").isNull()).isTrue();
        assertThat(features.path(3).path("geometry").path("type").asString()).isEqualTo("Polygon");
        assertThat(features.path(1).path("properties").path("crop").asString()).isEqualTo("m");
    }

    @Test
    void planetiler561MultiPointsAreTaken() throws Exception {
        JsonNode geometry = read(file(TABLE, List.of(blob(4326, "MULTIPOINT ((30 -17), (31 -16))"))))
                .path(0)
                .path("geometry");
        assertThat(geometry.path("type").asString()).isEqualTo("MultiPoint");
        assertThat(geometry.path("coordinates").toString()).isEqualTo("[[30.0,-17.0],[31.0,-16.0]]");
    }

    @Test
    void theIdOfAReferenceSystemIsNotItsCode() throws Exception {
        for (int srs : new int[] {100001, 32735}) {
            JsonNode position = read(file(TABLE, List.of(blob(srs, "POINT (500000 8000000)"))))
                    .path(0)
                    .path("geometry")
                    .path("coordinates");
            assertThat(position.path(0).asDouble()).isCloseTo(27, within(1e-6));
            assertThat(position.path(1).asDouble()).isCloseTo(-18.0887, within(1e-3));
        }
        byte[] other = file(TABLE, List.of(blob(100002, "POINT (1 1)")));
        assertThatThrownBy(() -> read(other))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("row 1")
                .hasMessageContaining("100002");
    }

    @Test
    void linesAreRefusedByTheirRow() throws Exception {
        byte[] file = file(TABLE, List.of(blob(4326, "POINT (1 1)"), blob(4326, "LINESTRING (1 1, 2 2)")));
        assertThatThrownBy(() -> read(file)).hasMessageContaining("row 2 is a LineString");
    }

    @Test
    void generatedColumnsViewsAndVirtualTablesAreRefused() throws Exception {
        byte[] generated = file(
                "CREATE TABLE f (fid INTEGER PRIMARY KEY, geom BLOB, crop TEXT,"
                        + " big TEXT GENERATED ALWAYS AS (printf('%.*c', 60000000, 'x')) VIRTUAL)",
                List.of(blob(4326, "POINT (1 1)")));
        assertThatThrownBy(() -> read(generated)).hasMessageContaining("f.big");
        byte[] view = file(
                "CREATE TABLE t (geom BLOB, crop TEXT)",
                List.of(),
                "CREATE VIEW f AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, NULL AS geom"
                        + " FROM n");
        assertThatThrownBy(() -> read(view)).hasMessageContaining("f is a view");
        byte[] virtual = file("CREATE  VIRTUAL  TABLE f USING rtree(id, a, b)", List.of());
        assertThatThrownBy(() -> read(virtual)).hasMessageContaining("f is a virtual");
    }

    @Test
    void damagedGeometriesAreRefused() throws Exception {
        for (byte[] damaged :
                new byte[][] {{'G', 'P', 0, 9, 0, 0, 0, 0}, {'G', 'P', 0, 15, 0, 0, 0, 0, 1}, {1, 2, 3}}) {
            byte[] file = file(TABLE, List.of(damaged));
            assertThatThrownBy(() -> read(file)).isInstanceOf(InvalidRequestException.class);
        }
    }
}
