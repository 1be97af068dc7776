package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.geocrop.Until;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;

/** A server that is killed while it takes models from elsewhere; their senders, who hear nothing, send them again. */
final class KilledImports {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final String SAMPLE = "zimbabwe-sample";
    private static final double GOLDEN = 0.618_033_988_75;

    private final KilledServer server;
    private final Written written;
    private long longestNanos;

    KilledImports(KilledServer server) {
        this.server = server;
        this.written = new Written(server.store());
    }

    /** The sample's model under another name. */
    private byte[] archive(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String folder = SAMPLE + "/1/";
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (ObjectStore.Stat stat : server.store().list(ObjectKey.MODELS, folder)) {
                String file = stat.key().key().substring(folder.length());
                byte[] content = server.store().get(stat.key(), 1 << 26);
                if (file.equals("model.json")) {
                    content = new String(content, StandardCharsets.UTF_8)
                            .replaceFirst("\"" + SAMPLE + "\"", "\"" + name + "\"")
                            .getBytes(StandardCharsets.UTF_8);
                }
                if (!file.endsWith(".html")) {
                    zip.putNextEntry(new ZipEntry(file));
                    zip.write(content);
                }
            }
        }
        return bytes.toByteArray();
    }

    private CompletableFuture<HttpResponse<String>> send(byte[] archive) {
        return HTTP.sendAsync(
                HttpRequest.newBuilder(URI.create(server.now().url() + "/models"))
                        .header("Content-Type", "application/zip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(archive))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Kills the server in the midst of so many imports, at moments from the first unpacked file to the answer. */
    void kill(int wanted) throws Exception {
        Map<String, String> calm = calm();
        int hits = 0;
        int whole = 0;
        int kills = 0;
        for (; hits < wanted && kills < 4 * wanted + 10; kills++) {
            String name = "killed-" + kills;
            byte[] archive = archive(name);
            CompletableFuture<HttpResponse<String>> answer = begin(archive);
            LockSupport.parkNanos((long) (kills * GOLDEN % 1 * longestNanos));
            server.kill();
            hits += isAnswered(answer) ? 0 : 1;
            server.startAgain();
            List<String> there = named(name);
            whole += there.size();
            assertThat(there).as("half a model is no model").isSubsetOf(name + "@1");
            HttpResponse<String> again = send(archive).get(2, TimeUnit.MINUTES);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
            assertThat(written.ofModel(name)).as(name).isEqualTo(calm);
        }
        System.out.printf(
                "Kills: %d of the server, imports that were hit: %d, of which %d had been written whole; all are there"
                        + " after they were sent again%n",
                kills, hits, whole);
        assertThat(hits).isGreaterThanOrEqualTo(wanted);
    }

    private Map<String, String> calm() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = begin(archive("calm"));
        long begun = System.nanoTime();
        assertThat(answer.get(2, TimeUnit.MINUTES).statusCode()).isEqualTo(201);
        longestNanos = System.nanoTime() - begun;
        return written.ofModel("calm");
    }

    /** Sends; returns when the body has come, or some of it: its files are unpacked into temporary ones. */
    private CompletableFuture<HttpResponse<String>> begin(byte[] archive) throws Exception {
        Set<Path> before = unpacked();
        CompletableFuture<HttpResponse<String>> answer = send(archive);
        Until.isTrue("files of the model", () -> answer.isDone() || !before.containsAll(unpacked()));
        return answer;
    }

    /** Files in the folder that the server has in that of temporary files. */
    private Set<Path> unpacked() throws IOException {
        Set<Path> unpacked = new HashSet<>();
        for (Path own : list(server.temporary())) {
            for (Path file : Files.isDirectory(own) ? list(own) : List.<Path>of()) {
                if (file.getFileName().toString().startsWith("geocrop-model")) {
                    unpacked.add(file);
                }
            }
        }
        return unpacked;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static boolean isAnswered(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        try {
            answer.get(1, TimeUnit.MINUTES);
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** The names of models that the list has of one name. */
    private List<String> named(String name) throws Exception {
        return server.now()
                .json("/models")
                .path("models")
                .valueStream()
                .filter(model -> model.path("name").asString().equals(name))
                .map(model -> model.path("id").asString())
                .toList();
    }
}
