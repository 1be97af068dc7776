package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built server with its safe defaults: addresses that lead inside are refused, and nobody calls there. */
class SsrfIT {

    @TempDir
    Path data;

    @Test
    void hrefsCallbacksAndCataloguesThatLeadInside() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                TestServer server = TestServer.start(data, Map.of("GEOCROP_SAMPLE_SIZE", "128"))) {
            Thread listening = new Thread(() -> {
                while (!listener.isClosed()) {
                    try (Socket socket = listener.accept()) {
                        connections.incrementAndGet();
                    } catch (java.io.IOException closed) {
                        return;
                    }
                }
            });
            listening.start();
            int port = listener.getLocalPort();
            for (String uri : List.of(
                    "http://127.0.0.1:" + port + "/x",
                    "http://localhost:" + port + "/x",
                    "http://[::1]:" + port + "/x",
                    "http://[::ffff:127.0.0.1]:" + port + "/x",
                    "http://0x7f.1:" + port + "/x",
                    "http://2130706433:" + port + "/x",
                    "http://169.254.169.254/latest/meta-data",
                    "file:///etc/passwd",
                    "jar:file:///etc/passwd!/x",
                    "gopher://127.0.0.1:" + port + "/x")) {
                String quoted = "\"" + uri + "\"";
                refused(server, "echo", "{\"inputs\":{\"string\":{\"href\":" + quoted + "}}}");
                refused(server, "echo", "{\"inputs\":{},\"subscriber\":{\"successUri\":" + quoted + "}}");
                refused(
                        server,
                        "classify-crops",
                        "{\"inputs\":{\"aoi\":[30.97,-17.45,300],\"year\":2022,\"catalogue\":" + quoted + "}}");
            }
            assertThat(connections).hasValue(0);
            listener.close();
            listening.join();
        }
    }

    private static void refused(TestServer server, String process, String request) throws Exception {
        HttpResponse<byte[]> answer = server.post("/processes/" + process + "/execution", request);
        assertThat(answer.statusCode()).as(request + TestServer.text(answer)).isEqualTo(400);
    }
}
