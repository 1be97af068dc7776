package org.geocrop.process;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.Fuzz;
import org.geocrop.catalogue.Rights;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.pipeline.Progress;
import org.geocrop.process.input.CsvPoints;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Locations;
import org.geocrop.process.input.Places;
import org.geocrop.store.FolderStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Damaged requests, GeoJSON and CSV, up to where they would be worked on. */
@Tag("soak")
class TextsFuzzTest {

    private static final long MAX_ALLOCATION = 256L << 20;
    private static final int MOST = 100_000;

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static String feature(String type, String coordinates) {
        return "{\"type\":\"Feature\",\"properties\":{\"class\":\"maize\",\"n\":1.5,\"date\":\"2023-01-15\"},"
                + "\"geometry\":{\"type\":\"" + type + "\",\"coordinates\":" + coordinates + "}}";
    }

    private static final String SQUARE = "[[30.97,-17.46],[30.98,-17.46],[30.98,-17.45],[30.97,-17.45],[30.97,-17.46]]";
    private static final String HOLE =
            "[[30.972,-17.458],[30.974,-17.458],[30.974,-17.456],[30.972,-17.456],[30.972,-17.458]]";

    private static final String BESIDE =
            "[[30.982,-17.458],[30.984,-17.458],[30.984,-17.456],[30.982,-17.456],[30.982,-17.458]]";

    private static List<byte[]> geoJson() {
        List<byte[]> files = new ArrayList<>();
        files.add(utf8("{\"type\":\"FeatureCollection\",\"features\":[" + feature("Point", "[30.978,-17.457]") + ","
                + feature("Polygon", "[" + SQUARE + "]") + "]}"));
        files.add(utf8(feature("Polygon", "[" + SQUARE + "," + HOLE + "]")));
        files.add(utf8(feature("MultiPolygon", "[[" + SQUARE + "],[" + BESIDE + "]]")));
        files.add(utf8(feature("MultiPoint", "[[30.978,-17.457],[30.979,-17.458]]")));
        files.add(utf8(
                "{\"type\":\"Polygon\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:"
                        + "CRS84\"}},\"coordinates\":[" + SQUARE + "]}"));
        return files;
    }

    @Test
    void geoJsonAsLabelsAndZones() throws Exception {
        Fuzz.run("GeoJSON", MAX_ALLOCATION, geoJson(), bytes -> {
            ForeignJson json = ForeignJson.read(bytes);
            Inputs inputs = new Inputs(ForeignJson.empty().with("x", json));
            if (json.isText()) {
                return;
            }
            var features = Places.located("x", Places.features("x", inputs, null), Progress.NONE);
            Locations locations = Locations.read("x", features);
            if (locations.area().areaKm2() < 100) {
                PixelGrid grid = locations.area().targetGrid();
                locations.pixels(grid, MOST);
            }
        });
    }

    @Test
    void csvTables() throws Exception {
        List<byte[]> files = List.of(
                utf8("lon,lat,class\n30.1,-17.2,maize\n30.2,-17.3,\"soya, bean\"\n"),
                utf8("\uFEFFID;Longitude;Latitude;crop\n1;30,5;-17,25;maïs\n\n2;;;\n"),
                utf8("x\ty\tnote\n1\t2\t\"a\nb \"\"c\"\"\"\n"),
                "lon|lat\n1|2\n".getBytes(UTF_16LE));
        CsvPoints csv = new CsvPoints();
        Fuzz.run("CSV", MAX_ALLOCATION, files, bytes -> {
            if (csv.is(bytes)) {
                csv.read(bytes, MOST);
            }
        });
    }

    @TempDir
    Path folder;

    /** Requests as all processes see them, to the end of their checks; what a process says that is not there, is told. */
    @Test
    void requestsOfEveryProcess() throws Exception {
        Farm.make(folder.resolve("scenes"), folder.resolve("store"));
        Farm farm = new Farm(folder.resolve("scenes"), new FolderStore(folder.resolve("store")));
        List<GeoProcess> processes = new ArrayList<>(farm.processes().all());
        List<byte[]> files = new ArrayList<>();
        for (GeoProcess process : processes) {
            var request = Json.object().put("process", process.id());
            ObjectNode inputs = request.putObject("inputs");
            inputs.setAll((ObjectNode) Json.of(process.description().example()));
            if (process.description().inputs().containsKey("model")) {
                inputs.put("model", "ndvi");
            }
            request.putObject("outputs");
            files.add(utf8(new String(Json.write(request), UTF_8)
                    .replace("<job>", Farm.MAP)
                    .replace("\"maize\"", "\"dense steady\"")));
        }
        Fuzz.run("requests", MAX_ALLOCATION, files, bytes -> {
            ForeignJson json = ForeignJson.read(bytes);
            GeoProcess process =
                    farm.processes().find(json.text("process")).orElse(processes.get(bytes.length % processes.size()));
            try {
                ExecuteRequest request = ExecuteRequest.read(process.description(), json, References.NONE);
                Execution execution = new Execution(
                        "none", Instant.EPOCH, request.inputs(), request.formats(), Rights.ALL, Progress.NONE);
                process.prepare(execution).area();
            } catch (InvalidRequestException | NotFoundException e) {
                if (String.valueOf(e.getMessage()).length() > 20_000) {
                    throw new IllegalStateException(
                            "A message of " + e.getMessage().length() + " characters", e);
                }
                throw e;
            }
        });
    }
}
