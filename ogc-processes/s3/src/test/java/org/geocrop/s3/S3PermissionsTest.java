package org.geocrop.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.geocrop.error.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that may only read one of the buckets, as the policies of a deployment have it. */
class S3PermissionsTest {

    private static final String NO_UPLOADS =
            "<ListMultipartUploadsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Bucket>any</Bucket>"
                    + "<MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>";

    private HttpServer server;
    private String refusal = "AccessDenied";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean refused = exchange.getRequestURI().getPath().startsWith("/geocrop-baselines");
            byte[] body = (refused ? "<Error><Code>" + refusal + "</Code><Message>no</Message></Error>" : NO_UPLOADS)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(refused ? 403 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aBucketThatMayOnlyBeReadIsLeftAlone() {
        assertThat(store().removeUploadsBefore(Instant.now())).isZero();
    }

    @Test
    void wrongKeysAreAFault() {
        refusal = "SignatureDoesNotMatch";

        assertThatThrownBy(() -> store().removeUploadsBefore(Instant.now()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("SignatureDoesNotMatch")
                .hasMessageContaining("geocrop-baselines");
    }

    private S3Store store() {
        return new S3Store(S3Settings.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "reader", "secret"));
    }
}
