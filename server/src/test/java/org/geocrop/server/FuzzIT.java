package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.Programs;
import org.geocrop.Soak;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Requests that schemathesis makes up from the API definition, right and wrong ones: no answer is a fault of the server,
 * and each is as the definition says.
 */
class FuzzIT {

    private static final Pattern GENERATED = Pattern.compile("(\\d+) generated");
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head");

    @TempDir
    Path data;

    /** One or more of each operation; all that its definition allows and forbids takes minutes, and is in the long form. */
    /** As many as it takes, each round with a seed of its own. */
    @Test
    @Tag("soak")
    void requestsOfEachOperation() throws Exception {
        fuzz(Soak.times(5000, 0), Soak.isShort() ? "fuzzing" : "coverage,fuzzing,stateful", Soak.times(25, 2));
    }

    /** Rounds until there were so many requests, one at least. */
    private void fuzz(int least, String phases, int examples) throws Exception {
        Path python = Programs.pypi("schemathesis==4.32.5");
        Map<String, String> environment = Map.of(
                "GEOCROP_SAMPLE_SIZE", "128",
                "GEOCROP_JOBS", "2",
                "GEOCROP_SYNC_WAIT", "1s",
                "GEOCROP_MAX_AREA_KM2", "1",
                "GEOCROP_MAX_UNFINISHED_JOBS", "100000",
                "GEOCROP_MAX_UNFINISHED_JOBS_PER_USER", "100000",
                "GEOCROP_CATALOGUES_BY_ADDRESS", "false");
        // The one catalogue that could be named besides the sample lies on the internet.
        try (TestServer server = TestServer.start(
                data,
                environment,
                "--geocrop.catalogues[0].name=empty",
                "--geocrop.catalogues[0].url=" + data.toUri(),
                "--geocrop.catalogues[0].collections=x")) {
            int operations = operations(server);
            int cases = 0;
            for (int seed = 7; cases == 0 || cases < least; seed++) {
                int more = round(python, server, phases, examples, seed);
                assertThat(more).as("requests, of so many operations").isGreaterThanOrEqualTo(operations);
                cases += more;
                System.out.println("Fuzz: " + cases + " requests of " + operations + " operations");
            }
        }
    }

    /** Those that are tried. */
    private static int operations(TestServer server) throws Exception {
        int count = 0;
        for (JsonNode path : server.json("/api?f=json").path("paths")) {
            for (String method : path.propertyNames()) {
                count += METHODS.contains(method) ? 1 : 0;
            }
        }
        return count - 1;
    }

    private static int round(Path python, TestServer server, String phases, int examples, int seed) throws Exception {
        Programs.Outcome outcome = Programs.run(
                Map.of(),
                600,
                python.resolveSibling("schemathesis").toString(),
                "run",
                server.url() + "/api",
                // It can't write zips; ModelsIT tries hostile ones.
                "--exclude-operation-id",
                "importModel",
                "--checks",
                "not_a_server_error,status_code_conformance,content_type_conformance,"
                        + "response_headers_conformance,response_schema_conformance",
                "--phases",
                phases,
                "--max-examples",
                Integer.toString(examples),
                // More would meet a fault of Python 3.11, whose parser counts the recursion of all threads as one.
                "--workers",
                "1",
                "--continue-on-failure",
                "--no-color",
                "--seed",
                Integer.toString(seed));
        Matcher generated = GENERATED.matcher(outcome.output());
        assertThat(generated.find()).as(outcome.output()).isTrue();
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return Integer.parseInt(generated.group(1));
    }
}
