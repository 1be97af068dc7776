package org.geocrop.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.geocrop.error.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that may only read one of the buckets, as the policies of a deployment have it. */
class S3PermissionsTest {

    private static final String NO_UPLOADS =
            "<ListMultipartUploadsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Bucket>any</Bucket>"
                    + "<MaxUploads>1000</MaxUploads><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>";

    /** As MinIO tells of it: its storage class is empty. */
    private static final String ONE_UPLOAD = NO_UPLOADS.replace(
            "</ListMultipartUploadsResult>",
            "<Upload><Key>a/b.bin</Key><UploadId>u1</UploadId>"
                    + "<Initiator><ID></ID><DisplayName></DisplayName></Initiator>"
                    + "<Owner><ID></ID><DisplayName></DisplayName></Owner><StorageClass></StorageClass>"
                    + "<Initiated>2024-01-02T03:04:05.678Z</Initiated></Upload></ListMultipartUploadsResult>");

    private HttpServer server;
    private final List<String> aborted = new CopyOnWriteArrayList<>();
    private String uploads = NO_UPLOADS;
    private String refusal = "AccessDenied";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("DELETE")) {
                aborted.add(exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
                return;
            }
            boolean refused = exchange.getRequestURI().getPath().startsWith("/geocrop-baselines");
            byte[] body = (refused ? "<Error><Code>" + refusal + "</Code><Message>no</Message></Error>" : uploads)
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
    void anUploadWithoutAStorageClassIsAbortedAsAnyOther() {
        uploads = ONE_UPLOAD;

        assertThat(store().removeUploadsBefore(Instant.now())).isEqualTo(3);
        assertThat(aborted).hasSize(3).allMatch(it -> it.endsWith("/a/b.bin?uploadId=u1"));
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
