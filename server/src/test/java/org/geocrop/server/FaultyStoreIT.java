package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.geocrop.FaultProxy;
import org.geocrop.Soak;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The built server whose object store lies behind a network that harms a share of the requests. */
class FaultyStoreIT {

    private static final String INPUTS = "{\"aoi\":{\"bbox\":[30.967,-17.491,31.013,-17.447]},\"year\":2022}";

    @TempDir
    Path folder;

    @Test
    @Tag("soak")
    void jobsGiveTheSameBytesAsWithoutFaults() throws Exception {
        // The later ones read the chunks of the first: few need a larger share of faults.
        run(Soak.times(12, 2), Soak.isShort() ? 0.2 : 0.1, Soak.times(15, 5));
    }

    private void run(int jobs, double share, int least) throws Exception {
        Map<String, byte[]> calm = new HashMap<>();
        try (S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("calm")))) {
            try (TestServer server = TestServer.start(folder.resolve("one"), environment(s3))) {
                run(server, new S3Store(s3.settings()), calm);
            }
        }
        Map<String, byte[]> harmed = new HashMap<>();
        try (S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("harmed")));
                FaultProxy proxy = new FaultProxy(s3.settings().endpoint(), share)) {
            Map<String, String> environment = environment(s3);
            environment.put("GEOCROP_S3_ENDPOINT", proxy.url().toString());
            try (TestServer server = TestServer.start(folder.resolve("two"), environment)) {
                for (int i = 0; i < jobs; i++) {
                    run(server, new S3Store(s3.settings()), harmed);
                }
            }
            System.out.println("Faulty store: " + proxy.faults() + " faults");
            assertThat(proxy.faults()).isGreaterThan(least);
        }
        assertThat(harmed).hasSameSizeAs(calm);
        calm.forEach(
                (raster, bytes) -> assertThat(harmed.get(raster)).as(raster).isEqualTo(bytes));
    }

    private static Map<String, String> environment(S3Server s3) {
        Map<String, String> environment = new HashMap<>(s3.environment());
        environment.put("GEOCROP_SAMPLE_SIZE", "512");
        return environment;
    }

    private static void run(TestServer server, S3Store store, Map<String, byte[]> rasters) throws Exception {
        String id = TestServer.json(server.executeAsync(INPUTS)).path("jobID").asString();
        JsonNode status = server.await(id);
        assertThat(status.path("status").asString()).as(server.log()).isEqualTo("successful");
        for (String raster : ResultFiles.RASTERS) {
            rasters.put(raster, store.get(ResultFiles.raster(id, raster), 1 << 26));
        }
    }
}
