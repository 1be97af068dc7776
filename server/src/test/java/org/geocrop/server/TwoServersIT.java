package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.geocrop.jdbc.PostgresServer;
import org.geocrop.s3.S3Server;
import org.geocrop.s3.S3Store;
import org.geocrop.store.ObjectKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two servers with one database and one object store, of which power cuts end now this, now that one. */
class TwoServersIT {

    private static final int JOBS = 10;
    private static final int POWER_CUTS = 4;
    private static final String INPUTS = "{\"aoi\":[30.978,-17.457,1100],\"year\":2022}";

    @TempDir
    Path folder;

    @Test
    void everyJobEndsWhicheverServerDies() throws Exception {
        try (PostgresServer database = new PostgresServer();
                S3Server s3 = new S3Server(Files.createDirectories(folder.resolve("s3")))) {
            Map<String, String> environment = new HashMap<>(s3.environment());
            environment.put("GEOCROP_SAMPLE_SIZE", "256");
            environment.put("GEOCROP_DATABASE_URL", database.url());
            environment.put("GEOCROP_DATABASE_USER", database.user());
            TestServer[] servers = new TestServer[2];
            try {
                for (int i = 0; i < servers.length; i++) {
                    servers[i] = TestServer.start(folder.resolve("server" + i), environment);
                }
                List<String> ids = new ArrayList<>();
                for (int i = 0; i < JOBS; i++) {
                    ids.add(TestServer.json(servers[i % 2].executeAsync(INPUTS))
                            .path("jobID")
                            .asString());
                }
                Random random = new Random(1);
                for (int i = 0; i < POWER_CUTS; i++) {
                    Thread.sleep(300 + random.nextInt(1500));
                    servers[i % 2].kill();
                    servers[i % 2] = TestServer.start(folder.resolve("server" + i % 2), environment);
                }
                check(ids, servers, new S3Store(s3.settings()));
            } finally {
                for (TestServer server : servers) {
                    if (server != null) {
                        server.close();
                    }
                }
            }
        }
    }

    private static void check(List<String> ids, TestServer[] servers, S3Store store) throws Exception {
        byte[] first = null;
        for (String id : ids) {
            JsonNode status = servers[0].await(id);
            assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
            assertThat(servers[1].json("/jobs/" + id).path("status").asString()).isEqualTo("successful");
            byte[] map = servers[1].get("/results/" + id + "/crop_type.tif").body();
            first = first == null ? map : first;
            assertThat(map).isEqualTo(first);
            // Seven rasters, summary, provenance, item: all of it, once.
            assertThat(store.list(ObjectKey.RESULTS, "results/" + id + "/")).hasSize(10);
        }
    }
}
