package org.geocrop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server on loopback that serves a folder with byte ranges and ETags, and documents that tests add. */
public final class FolderServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Map<String, byte[]> added = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    public FolderServer(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Serves a document of the test's own at a path that begins with a slash. */
    public void add(String path, String document) {
        added.put(path, document.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public int requests() {
        return requests.get();
    }

    /** Bytes of bodies that were sent. */
    public long bytes() {
        return bytes.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] whole = added.get(path);
            Path file = folder.resolve(path.substring(1)).normalize();
            if (whole == null && file.startsWith(folder) && Files.isRegularFile(file)) {
                whole = Files.readAllBytes(file);
            }
            if (whole == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(whole) + "\"");
            String range = exchange.getRequestHeaders().getFirst("Range");
            Matcher matcher = RANGE.matcher(range == null ? "" : range);
            if (!matcher.matches()) {
                bytes.addAndGet(whole.length);
                exchange.sendResponseHeaders(200, whole.length);
                exchange.getResponseBody().write(whole);
                return;
            }
            int from = Integer.parseInt(matcher.group(1));
            int to = Math.min(whole.length - 1, Integer.parseInt(matcher.group(2)));
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + whole.length);
            bytes.addAndGet(to - from + 1);
            exchange.sendResponseHeaders(206, to - from + 1);
            exchange.getResponseBody().write(whole, from, to - from + 1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
