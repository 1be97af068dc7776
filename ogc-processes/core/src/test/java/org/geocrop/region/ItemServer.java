package org.geocrop.region;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.geocrop.grid.PixelGrid;
import org.geocrop.json.Json;
import org.locationtech.jts.geom.Envelope;
import tools.jackson.databind.JsonNode;

/** A STAC API of Sentinel-2 tiles over two zones, items every few days of some years, made when they are asked for. */
final class ItemServer implements AutoCloseable {

    private static final int PIXELS = 10_980;
    private static final List<String> BANDS = List.of("B02", "B03", "B04", "B05", "B08", "SCL");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final List<Tile> tiles = new ArrayList<>();
    private final LocalDate first;
    private final int days;
    private final int items;
    private final AtomicInteger pages = new AtomicInteger();

    private record Tile(String name, int epsg, Envelope bounds) {}

    /** So many items, from a day on, each tile every {@code days} days. */
    ItemServer(int items, LocalDate first, int days) throws IOException {
        this.items = items;
        this.first = first;
        this.days = days;
        for (int epsg : new int[] {32735, 32736}) {
            for (int col = epsg == 32735 ? 3 : 1; col <= (epsg == 32735 ? 8 : 5); col++) {
                for (int row = 76; row <= 83; row++) {
                    double left = Math.floorDiv(col * 100_000, 60) * 60;
                    double top = -Math.floorDiv(-row * 100_000, 60) * 60;
                    double[] b = new PixelGrid(epsg, left, top, 10, 10, PIXELS, PIXELS).lonLatBounds();
                    tiles.add(new Tile(epsg % 100 + "K" + col + "" + row, epsg, new Envelope(b[0], b[2], b[1], b[3])));
                }
            }
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/";
    }

    int pages() {
        return pages.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body;
        if (exchange.getRequestURI().getPath().equals("/")) {
            body = "{\"type\":\"Catalog\",\"stac_version\":\"1.0.0\",\"id\":\"items\",\"links\":[{\"rel\":\"search\","
                    + "\"href\":\"" + url() + "search\"}]}";
        } else {
            try {
                body = page(Json.read(exchange.getRequestBody().readAllBytes()));
            } catch (Json.MalformedException e) {
                throw new IOException(e);
            }
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/geo+json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String page(JsonNode search) {
        pages.incrementAndGet();
        Envelope area = new Envelope();
        search.at("/intersects/coordinates/0")
                .forEach(p -> area.expandToInclude(p.get(0).asDouble(), p.get(1).asDouble()));
        String[] interval = search.path("datetime").asString().split("/");
        LocalDate from = LocalDate.parse(interval[0].substring(0, 10));
        LocalDate to = LocalDate.parse(interval[1].substring(0, 10));
        int limit = search.path("limit").asInt();
        int skip = search.path("token").asInt(0);
        StringBuilder features = new StringBuilder();
        int at = 0;
        for (int i = 0; i < items && at <= skip + limit; i++) {
            Tile tile = tiles.get(i % tiles.size());
            LocalDate day = first.plusDays((long) i / tiles.size() * days);
            if (!day.isBefore(from) && !day.isAfter(to) && tile.bounds.intersects(area)) {
                if (at >= skip && at < skip + limit) {
                    features.append(features.isEmpty() ? "" : ",").append(item(tile, day));
                }
                at++;
            }
        }
        String next = at > skip + limit
                ? "{\"rel\":\"next\",\"method\":\"POST\",\"merge\":true,\"href\":\"" + url()
                        + "search\",\"body\":{\"token\":" + (skip + limit) + "}}"
                : "";
        return "{\"type\":\"FeatureCollection\",\"features\":[" + features + "],\"links\":[" + next + "]}";
    }

    private String item(Tile tile, LocalDate day) {
        Envelope b = tile.bounds;
        StringBuilder assets = new StringBuilder();
        for (String band : BANDS) {
            assets.append(assets.isEmpty() ? "" : ",")
                    .append(String.format(
                            "\"%s\":{\"href\":\"https://scenes.example.org/%s/%s/%s.tif\",\"type\":\"image/tiff\","
                                    + "\"raster:bands\":[{\"nodata\":0,\"scale\":0.0001,\"offset\":-0.1}]}",
                            band, tile.name, day, band));
        }
        return String.format(
                Locale.ROOT,
                "{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\"S2A_%s_%s\",\"geometry\":{\"type\":\"Polygon\","
                        + "\"coordinates\":[[[%f,%f],[%f,%f],[%f,%f],[%f,%f],[%f,%f]]]},\"properties\":{\"datetime\":"
                        + "\"%sT07:56:21Z\",\"eo:cloud_cover\":20,\"proj:epsg\":%d,\"s2:mgrs_tile\":\"%s\","
                        + "\"s2:processing_baseline\":\"05.10\"},\"links\":[],\"assets\":{%s}}",
                tile.name,
                day,
                b.getMinX(),
                b.getMinY(),
                b.getMaxX(),
                b.getMinY(),
                b.getMaxX(),
                b.getMaxY(),
                b.getMinX(),
                b.getMaxY(),
                b.getMinX(),
                b.getMinY(),
                day,
                tile.epsg,
                tile.name,
                assets);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
