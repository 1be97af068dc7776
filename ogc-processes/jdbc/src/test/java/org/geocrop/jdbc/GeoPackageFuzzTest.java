package org.geocrop.jdbc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.Fuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.io.WKBWriter;
import org.locationtech.jts.io.WKTReader;

/** Damaged GeoPackages: pages of SQLite, its tables, and geometries in them. */
@Tag("soak")
class GeoPackageFuzzTest {

    private static final long MAX_ALLOCATION = 256L << 20;
    private static final int MOST = 10_000;

    @TempDir
    Path folder;

    private byte[] file(int srs, String... shapes) throws Exception {
        Path path = Files.createTempFile(folder, "x", ".gpkg");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "PRAGMA page_size = 512",
                    "VACUUM",
                    "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)",
                    "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT)",
                    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,"
                            + " organization_coordsys_id INTEGER)",
                    "INSERT INTO gpkg_contents VALUES ('f', 'features')",
                    "INSERT INTO gpkg_geometry_columns VALUES ('f', 'geom')",
                    "INSERT INTO gpkg_spatial_ref_sys VALUES ('a', 4326, 'EPSG', 4326), ('d', 32735, 'EPSG', 32735)",
                    "CREATE TABLE f (fid INTEGER PRIMARY KEY, geom BLOB, crop TEXT, n REAL)")) {
                statement.execute(sql);
            }
            for (String shape : shapes) {
                byte[] wkb = new WKBWriter(2).write(new WKTReader().read(shape));
                ByteBuffer blob = ByteBuffer.allocate(8 + wkb.length).order(ByteOrder.LITTLE_ENDIAN);
                blob.put(new byte[] {'G', 'P', 0, 1}).putInt(srs).put(wkb);
                try (PreparedStatement row =
                        connection.prepareStatement("INSERT INTO f (geom, crop, n) VALUES (?, 'maize', 1.5)")) {
                    row.setBytes(1, blob.array());
                    row.execute();
                }
            }
        }
        return Files.readAllBytes(path);
    }

    @Test
    void noFileHangsOrCrashes() throws Exception {
        GeoPackage reader = new GeoPackage();
        List<byte[]> files = new ArrayList<>(List.of(
                file(4326, "POINT (30.978 -17.457)", "POLYGON ((30 -17, 31 -17, 31 -16, 30 -17))"),
                file(32735, "MULTIPOLYGON (((300000 8070000, 300100 8070000, 300100 8070100, 300000 8070000)))"),
                file(4326, "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))", "POINT EMPTY")));
        Fuzz.run("GeoPackage", MAX_ALLOCATION, files.subList(0, 2), bytes -> {
            if (reader.is(bytes)) {
                reader.read(bytes, MOST);
            }
        });
    }
}
