package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.geocrop.Programs;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clients that people use, on the built server ({@code make it-clients}). Their pictures are in {@code
 * target/clients}, to be looked at.
 */
@Tag("clients")
class ClientsIT {

    private static final Path SCRIPTS = Path.of("src/test/clients").toAbsolutePath();
    private static final Path PICTURES = Path.of("target/clients").toAbsolutePath();

    @TempDir
    static Path data;

    private static MapServer maps;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(PICTURES);
        maps = MapServer.start(data, "--geocrop.cors-origins=*");
        MapServer.map(maps.server, MapServer.LON, 500);
        url = maps.server.url();
    }

    @AfterAll
    static void stop() {
        maps.close();
    }

    private static void run(int oks, String... command) throws Exception {
        Programs.Outcome outcome = Programs.run(Map.of("no_proxy", "*"), 240, command);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()
                        .lines()
                        .filter(line -> line.startsWith("ok"))
                        .count())
                .as(outcome.output())
                .isEqualTo(oks);
        System.out.println(outcome.output());
    }

    private static String script(String name) {
        return SCRIPTS.resolve(name).toString();
    }

    @Test
    void gdal() throws Exception {
        Programs.need("/usr/lib/python3/dist-packages/osgeo/gdal.py", "python3-gdal");
        run(6, "/usr/bin/python3", script("gdal_drivers.py"), url, PICTURES.toString());
    }

    @Test
    void owslib() throws Exception {
        Programs.need("/usr/lib/python3/dist-packages/owslib/wms.py", "python3-owslib");
        run(
                3,
                "/usr/bin/python3",
                script("owslib_client.py"),
                url,
                maps.job,
                "" + MapServer.LON,
                "" + MapServer.LAT,
                PICTURES.toString());
    }

    @Test
    void qgis() throws Exception {
        Programs.need("/usr/lib/python3/dist-packages/qgis/core/__init__.py", "python3-qgis");
        run(
                8,
                "/usr/bin/python3",
                script("qgis_client.py"),
                url,
                maps.job,
                "" + MapServer.LON,
                "" + MapServer.LAT,
                PICTURES.toString());
    }

    @Test
    void pystac() throws Exception {
        Path python = Programs.pypi("pystac-client==0.9.0");
        run(1, python.toString(), script("pystac_search.py"), url, maps.job);
    }

    @Test
    void openLayers() throws Exception {
        Programs.need("/usr/bin/chromium", "chromium");
        run(3, "node", Path.of("../web/tools/openlayers.mjs").toAbsolutePath().toString(), url, PICTURES.toString());
    }
}
