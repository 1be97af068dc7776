package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.geocrop.Until;
import tools.jackson.databind.JsonNode;

/** A server with a map of the sample landscape, and a picture of four coloured quarters as a configured layer. */
final class MapServer implements AutoCloseable {

    static final double LON = 30.978;
    static final double LAT = -17.457;

    /** Quarters of the layer {@code quarters}: 30 to 32 degrees east, 18 to 16 degrees south. */
    static final int NORTH_WEST = 0xffff0000;

    static final int NORTH_EAST = 0xff00ff00;
    static final int SOUTH_WEST = 0xff0000ff;
    static final int SOUTH_EAST = 0xffffff00;

    final TestServer server;
    final String job;

    private MapServer(TestServer server, String job) {
        this.server = server;
        this.job = job;
    }

    /** The origin that may read the shared server. */
    static final String ORIGIN = "https://maps.example.org";

    private static MapServer shared;

    /**
     * One server for all classes that only look at maps; it ends with this Java. Jobs that a test adds have its {@link
     * #job}'s season and area or less.
     */
    static synchronized MapServer shared() throws Exception {
        if (shared == null) {
            MapServer started = start(OwnFolder.untilExit("maps"), "--geocrop.cors-origins=" + ORIGIN);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            shared = started;
        }
        return shared;
    }

    static MapServer start(Path data, String... arguments) throws Exception {
        return start(data, Map.of(), arguments);
    }

    static MapServer start(Path data, Map<String, String> more, String... arguments) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("GEOCROP_SAMPLE_SIZE", "256"));
        environment.put("GEOCROP_TILER_CONFIG", looks(data.resolve("looks")).toString());
        environment.putAll(more);
        TestServer server = TestServer.start(data, environment, arguments);
        return new MapServer(server, map(server, LON, 900));
    }

    /** A finished map of a circle. */
    static String map(TestServer server, double lon, int radius) throws Exception {
        String inputs = "{\"aoi\":[" + lon + "," + LAT + "," + radius + "],\"year\":2022}";
        String id = TestServer.json(server.executeAsync(inputs)).path("jobID").asString();
        JsonNode status = server.await(id);
        assertThat(status.path("status").asString()).as(status.toString()).isEqualTo("successful");
        Until.isTrue("a list of layers with that of " + id, () -> isListed(server, id));
        return id;
    }

    private static boolean isListed(TestServer server, String id) throws Exception {
        for (JsonNode collection : server.json("/collections?f=json").path("collections")) {
            if (collection.path("id").asString().equals(id)) {
                return true;
            }
        }
        return false;
    }

    private static Path looks(Path folder) throws IOException {
        Files.createDirectories(folder);
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1024; i++) {
            boolean east = i % 32 >= 16;
            boolean south = i / 32 >= 16;
            int color = south ? east ? SOUTH_EAST : SOUTH_WEST : east ? NORTH_EAST : NORTH_WEST;
            image.setRGB(i % 32, i / 32, color);
        }
        ImageIO.write(image, "png", folder.resolve("quarters.png").toFile());
        Files.writeString(folder.resolve("quarters.pgw"), "0.0625\n0\n0\n-0.0625\n30.03125\n-16.03125\n");
        Files.writeString(folder.resolve("layers.yaml"), """
                layers:
                  - name: quarters
                    title: "Quarters & <corners>"
                    attribution: {title: The test, url: "https://example.org/?a=1&b=2"}
                    source: quarters.png
                    crs: EPSG:4326
                    style: photo
                  - {name: silent, title: Not to be asked, source: quarters.png, crs: "EPSG:4326", style: photo,
                     queryable: false}
                groups:
                  - {name: both, title: Two of it, layers: [quarters]}
                """);
        try (var in = org.geocrop.tiler.TilerConfig.class.getResourceAsStream("styles.yaml")) {
            Files.write(folder.resolve("styles.yaml"), in.readAllBytes());
        }
        Files.writeString(
                folder.resolve("styles.yaml"), "\n  photo: {type: picture}\n", java.nio.file.StandardOpenOption.APPEND);
        return folder;
    }

    HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return server.get(path, headers);
    }

    /** An answer that has to be a picture. */
    BufferedImage picture(String path) throws Exception {
        return picture(get(path));
    }

    static BufferedImage picture(HttpResponse<byte[]> answer) throws Exception {
        assertThat(answer.statusCode()).as(TestServer.text(answer)).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(TestServer.text(answer))
                .startsWith("image/");
        return ImageIO.read(new ByteArrayInputStream(answer.body()));
    }

    /** Pixels that are not transparent. */
    static int drawn(BufferedImage image) {
        int drawn = 0;
        for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
            drawn += image.getRGB(i % image.getWidth(), i / image.getWidth()) >>> 24 != 0 ? 1 : 0;
        }
        return drawn;
    }

    @Override
    public void close() {
        server.close();
    }
}
