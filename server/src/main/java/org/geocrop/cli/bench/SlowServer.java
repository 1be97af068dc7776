package org.geocrop.cli.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves a folder on loopback by byte ranges, each answer after a pause: a far object store for benchmarks. */
final class SlowServer implements AutoCloseable {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final Path folder;
    private final long pauseMs;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    SlowServer(Path folder, long pauseMs) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        this.pauseMs = pauseMs;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Thread.sleep(pauseMs);
            Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1))
                    .normalize();
            if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            long size = Files.size(file);
            String header = exchange.getRequestHeaders().getFirst("Range");
            Matcher range = RANGE.matcher(header == null ? "" : header);
            boolean whole = !range.matches();
            long first = whole ? 0 : Long.parseLong(range.group(1));
            long last = whole ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
            exchange.getResponseHeaders().set("ETag", "\"" + size + "\"");
            exchange.getResponseHeaders().set("Content-Range", "bytes " + first + "-" + last + "/" + size);
            exchange.sendResponseHeaders(whole ? 200 : 206, last - first + 1);
            exchange.getResponseBody().write(read(file, first, (int) (last - first + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] read(Path file, long first, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(file)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, first + buffer.position()) < 0) {
                    throw new IOException(file + " became shorter");
                }
            }
        }
        return buffer.array();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
