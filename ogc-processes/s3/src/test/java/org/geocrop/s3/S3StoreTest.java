package org.geocrop.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.geocrop.Programs;
import org.geocrop.Until;
import org.geocrop.error.SourceChangedException;
import org.geocrop.error.StoreException;
import org.geocrop.store.ByteSource;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.geocrop.store.ObjectStoreContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real S3 server that checks signatures, and what only S3 has. */
class S3StoreTest extends ObjectStoreContract {

    private static final ObjectKey KEY = new ObjectKey(ObjectKey.RESULTS, "results/s3/a.bin");

    @TempDir
    Path folder;

    private TestS3 server;
    private S3Store store;

    @BeforeEach
    void start() throws Exception {
        server = serve(folder);
        store = new S3Store(server.settings());
        store.createBuckets();
    }

    /** Starts the server under test. */
    TestS3 serve(Path folder) throws Exception {
        return new S3Server(folder);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    /** Files that were laid into a server's folder have no ETag there. */
    @Test
    void objectsWithoutAnETagAreListed() throws Exception {
        Path byHand = folder.resolve(ObjectKey.RESULTS).resolve("results/s3/by-hand.txt");
        Files.createDirectories(byHand.getParent());
        Files.writeString(byHand, "12345");

        assertThat(store.list(ObjectKey.RESULTS, "results/s3/")).singleElement().satisfies(stat -> {
            assertThat(stat.size()).isEqualTo(5);
            assertThat(stat.etag()).isEmpty();
        });
    }

    @Test
    void aWrongSecretIsRefused() {
        S3Store other = new S3Store(S3Settings.of(server.url(), S3Server.ACCESS_KEY, "wrong"));
        assertThatThrownBy(() -> other.put(KEY, "text/plain", new byte[] {1}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("403");
        assertThat(store.stat(KEY)).isEmpty();
    }

    @Test
    void aServerThatIsDownIsNamed() throws Exception {
        server.close();
        assertThatThrownBy(() -> store.get(KEY, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("geocrop-results/results/s3/a.bin")
                .hasMessageContaining("attempts");
    }

    @Test
    void aLinkIsGoodWithoutKeysUntilItExpires() throws Exception {
        store.put(KEY, "text/plain", "public for a while".getBytes(StandardCharsets.UTF_8));
        URI link = store.link(KEY, Duration.ofHours(1)).orElseThrow();
        assertThat(get(link).body()).isEqualTo("public for a while");
        assertThat(get(URI.create(link.toString().replaceAll("\\?.*", ""))).statusCode())
                .isEqualTo(403);
        URI brief = store.link(KEY, Duration.ofSeconds(1)).orElseThrow();
        Until.value("the link expires", () -> get(brief).statusCode(), status -> status == 403);
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void uploadsOfProcessesThatDiedAreAborted() throws Exception {
        ObjectStore.Upload dead = store.create(KEY, "application/octet-stream");
        dead.write(new byte[S3Upload.PART_BYTES + 1]);
        assertThat(store.removeUploadsBefore(Instant.now().minusSeconds(3600))).isZero();
        assertThat(store.removeUploadsBefore(Instant.now().plusSeconds(10))).isEqualTo(1);
        assertThat(store.removeUploadsBefore(Instant.now().plusSeconds(10))).isZero();
        assertThatThrownBy(dead::commit).isInstanceOf(RuntimeException.class);
        assertThat(store.stat(KEY)).isEmpty();
    }

    /** The server tells of them page by page. */
    @Test
    void howeverManyTheyAre() throws Exception {
        List<ObjectStore.Upload> dead = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            dead.add(store.create(
                    new ObjectKey(ObjectKey.RESULTS, "results/s3/" + i % 4 + ".bin"), "application/octet-stream"));
            dead.get(i).write(new byte[S3Upload.PART_BYTES + 1]);
        }
        S3Uploads uploads = new S3Uploads(Clients.open(server.settings()), S3Settings.DEFAULT_REGION, 3);
        assertThat(uploads.abort(ObjectKey.RESULTS, Instant.now().minusSeconds(3600)))
                .isZero();
        assertThat(uploads.abort(ObjectKey.RESULTS, Instant.now().plusSeconds(10)))
                .isEqualTo(dead.size());
    }

    @Test
    void anObjectThatChangesWhileItIsReadIsNotMixed() throws Exception {
        byte[] bytes = new byte[200_000];
        new Random(3).nextBytes(bytes);
        store.put(KEY, "application/octet-stream", bytes);
        try (ByteSource source = store.open(KEY)) {
            assertThat(source.read(150_000, 4)).hasSize(4);
            bytes[150_000]++;
            store.delete(KEY);
            store.put(KEY, "application/octet-stream", bytes);
            assertThatThrownBy(() -> source.read(150_000, 4)).isInstanceOf(SourceChangedException.class);
        }
    }

    @Test
    void credentialsComeFromAFile() throws Exception {
        Path file = folder.resolve("credentials");
        Files.writeString(file, """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """.formatted(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
        S3Store other = new S3Store(new S3Settings(
                server.url(), S3Settings.DEFAULT_REGION, null, null, file, null, S3Settings.DEFAULT_TIMEOUT));
        other.put(KEY, "text/plain", new byte[] {7});
        assertThat(other.get(KEY, 10)).containsExactly(7);
    }

    @Test
    void scenesOfAnyBucketAreOpenedByTheirHref() throws Exception {
        store.put(KEY, "text/plain", new byte[] {1, 2, 3});
        try (ByteSource source = store.open(URI.create("s3://geocrop-results/results/s3/a.bin"))) {
            assertThat(source.read(1, 2)).containsExactly(2, 3);
        }
    }

    @Test
    void aPrivateCertificateAuthorityIsTrustedAndNoOther() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Path certificate = folder.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "s3",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "s3",
                "-keystore",
                keys.toString(),
                "-storepass",
                "secret",
                "-file",
                certificate.toString());
        try (S3Server secure = new S3Server(Files.createDirectory(folder.resolve("secure")), keys, "secret")) {
            S3Store trusting = new S3Store(secureSettings(secure, certificate));
            trusting.createBuckets();
            trusting.put(KEY, "text/plain", new byte[] {9});
            assertThat(trusting.get(KEY, 10)).containsExactly(9);
            assertThatThrownBy(() -> new S3Store(secureSettings(secure, null)).get(KEY, 10))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("SSLHandshakeException");
        }
    }

    private static S3Settings secureSettings(S3Server server, @Nullable Path authority) {
        return new S3Settings(
                server.secureUrl(),
                S3Settings.DEFAULT_REGION,
                S3Server.ACCESS_KEY,
                S3Server.SECRET_KEY,
                null,
                authority,
                S3Settings.DEFAULT_TIMEOUT);
    }

    private static void keytool(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Programs.Outcome outcome = Programs.run(Map.of(), command);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }
}
