package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geocrop.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop: whoever spreads requests hears of it while all of them are answered. */
class EndIT {

    private static final String READINESS = "/actuator/health/readiness";

    @TempDir
    Path data;

    @Test
    void aServerThatIsToldToStopAnswersOnAndSaysThatItIsNotReady() throws Exception {
        Map<String, String> settings = Map.of(
                "GEOCROP_SAMPLE", "false",
                // Longer than this test: nothing of it depends on how fast it is.
                "GEOCROP_DRAIN", "1h",
                "GEOCROP_MANAGEMENT_PORT", TestServer.freePort());
        TestServer server = TestServer.start(data, settings);
        try (KeptConnection connection = new KeptConnection(server.url())) {
            Until.value(
                    "ready", () -> server.get(server.operators() + READINESS).statusCode(), status -> status == 200);
            assertThat(connection.get("/conformance?f=json"))
                    .startsWith("HTTP/1.1 200 ")
                    .doesNotContain("Connection: close");

            server.terminate();

            Until.value(
                    "not ready",
                    () -> server.get(server.operators() + READINESS).statusCode(),
                    status -> status == 503);
            assertThat(server.get(server.operators() + "/actuator/health/liveness")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(connection.get("/conformance?f=json"))
                    .as("a connection of before")
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Connection: close");
            assertThat(connection.isEnded()).isTrue();
            assertThat(server.get("/jobs?f=json").statusCode())
                    .as("a new connection")
                    .isEqualTo(200);
            assertThat(server.get("/nothing").headers().firstValue("Connection"))
                    .as("also of a refusal")
                    .hasValue("close");
        } finally {
            server.kill();
        }
    }

    /** One connection that is kept alive, as balancers and browsers have them; whoever loses it does not try again. */
    private static final class KeptConnection implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        KeptConnection(String url) throws IOException {
            socket = new Socket("localhost", URI.create(url).getPort());
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        /** Status line and headers; the body is read and left. */
        String get(String path) throws IOException {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + socket.getPort() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            List<String> head = new ArrayList<>();
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()));
                }
            }
            assertThat(in.skip(length)).isEqualTo(length);
            return String.join("\n", head);
        }

        boolean isEnded() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
