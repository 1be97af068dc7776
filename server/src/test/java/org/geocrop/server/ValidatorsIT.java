package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geocrop.Programs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the validators of others say ({@code make conformance}). */
@Tag("clients")
class ValidatorsIT {

    private static final Map<String, String> ENVIRONMENT = Map.of("no_proxy", "*", "PYTHONWARNINGS", "ignore");
    private static final String AREA =
            "{\"type\":\"Polygon\",\"coordinates\":[[[30.9,-17.5],[31.1,-17.5],[31.1,-17.4],[30.9,-17.4],[30.9,-17.5]]]}";

    /** What a validator says when it can't fetch a schema, which is no fault of what it looks at. */
    private static final String UNREACHABLE = "(?s).*(Max retries exceeded|ConnectionError|Failed to resolve).*";

    @TempDir
    static Path folder;

    private static MapServer maps;

    @BeforeAll
    static void start() throws Exception {
        maps = MapServer.shared();
    }

    @ParameterizedTest
    @CsvSource({"/api, api.json", "/stac/api, stac.json"})
    void openApiSpecValidator(String path, String name) throws Exception {
        Path python = Programs.pypi("openapi-spec-validator==0.9.0");
        Path file = Files.write(folder.resolve(name), maps.get(path + "?f=json").body());

        Programs.Outcome outcome =
                Programs.run(ENVIRONMENT, python.toString(), "-m", "openapi_spec_validator", file.toString());

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        System.out.println(
                "openapi-spec-validator " + path + ": " + outcome.output().strip());
    }

    @Test
    void stacApiValidator() throws Exception {
        Path python = Programs.pypi("stac-api-validator==0.6.8");
        String second = MapServer.map(maps.server, MapServer.LON, 400);
        try {
            ofStac(python);
        } finally {
            maps.server.delete("/jobs/" + second);
        }
    }

    private static void ofStac(Path python) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                python.resolveSibling("stac-api-validator").toString(),
                "--root-url",
                maps.server.url() + "/stac",
                "--collection",
                "classify-crops",
                "--geometry",
                AREA));
        for (String conformance : List.of("core", "collections", "features", "item-search", "filter")) {
            command.addAll(List.of("--conformance", conformance));
        }

        Programs.Outcome outcome = Programs.run(ENVIRONMENT, 240, command.toArray(new String[0]));

        String said = outcome.output();
        List<String> errors = said.contains("Errors:")
                ? said.substring(said.indexOf("Errors:"))
                        .lines()
                        .filter(line -> line.startsWith("- "))
                        .toList()
                : List.of();
        List<String> faults =
                errors.stream().filter(line -> !line.matches(UNREACHABLE)).toList();
        assertThat(said).contains("Validating STAC API - Item Search");
        assertThat(faults).as(said).isEmpty();
        System.out.println("stac-api-validator: 0 errors"
                + (errors.isEmpty() ? "" : "; SKIPPED: " + errors.size() + " schemas could not be fetched"));
    }

    @Test
    void rioCogeo() throws Exception {
        Path python = Programs.pypi("rio-cogeo==7.0.4");
        JsonNode results = maps.server.json("/jobs/" + maps.job + "/results");
        int valid = 0;
        for (JsonNode output : results) {
            String href = output.path("href").asString("");
            if (href.endsWith(".tif")) {
                HttpResponse<byte[]> raster = maps.get(href);
                Path file = Files.write(folder.resolve(href.replaceFirst(".*/", "")), raster.body());
                Programs.Outcome outcome = Programs.run(
                        ENVIRONMENT,
                        python.resolveSibling("rio").toString(),
                        "cogeo",
                        "validate",
                        "--strict",
                        file.toString());
                assertThat(outcome.output()).contains("is a valid cloud optimized GeoTIFF");
                valid++;
            }
        }
        assertThat(valid).isGreaterThanOrEqualTo(7);
        System.out.println("rio-cogeo: " + valid + " of " + valid + " valid");
    }
}
