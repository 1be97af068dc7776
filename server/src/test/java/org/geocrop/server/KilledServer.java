package org.geocrop.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geocrop.store.ObjectStore;

/** A server that is killed as a power cut would, again and again, and started anew on what it has left. */
final class KilledServer implements AutoCloseable {

    private final Path data;
    private final ObjectStore store;
    private final Map<String, String> environment;
    private final Path temporary;
    private TestServer server;

    /**
     * Starts it.
     *
     * @param data its folder
     * @param store where its objects lie, as {@code environment} tells it
     */
    KilledServer(Path data, ObjectStore store, Map<String, String> environment) throws Exception {
        this.data = data;
        this.store = store;
        this.environment = environment;
        this.temporary = Files.createDirectories(data.resolve("tmp"));
        this.server = begin();
    }

    private TestServer begin() throws Exception {
        List<String> java = List.of(
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + temporary.toAbsolutePath());
        return TestServer.start(data, java, environment);
    }

    TestServer now() {
        return server;
    }

    ObjectStore store() {
        return store;
    }

    /** Its folder of temporary files. */
    Path temporary() {
        return temporary;
    }

    void kill() throws Exception {
        server.kill();
    }

    /** Starts it after a kill; its log of before is kept. */
    void startAgain() throws Exception {
        Files.move(data.resolve("server.log"), data.resolve("server-" + System.nanoTime() + ".log"));
        server = begin();
    }

    @Override
    public void close() {
        server.close();
    }
}
