package org.geocrop.stac.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.geocrop.error.CatalogueException;
import org.geocrop.net.Http;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents of a catalogue that are large, or small until they are unpacked or parsed. */
class HostileDocumentsTest {

    private static byte[] objects(int bytes) {
        StringBuilder text = new StringBuilder("{\"features\":[{}");
        while (text.length() < bytes) {
            text.append(",{}");
        }
        return text.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] packed(byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"2097152, false", "67108864, false", "2097152, true", "67108864, true"})
    void areRefusedBeforeTheyCostMuch(int size, boolean isPacked) throws Exception {
        byte[] body = isPacked ? packed(objects(size)) : objects(size);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (isPacked) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(200, body.length);
            try (exchange;
                    var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            Documents documents = new Documents(Http.direct(), false);
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> documents.get(address)).isInstanceOf(CatalogueException.class);
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(160L << 20);
        } finally {
            server.stop(0);
        }
    }
}
