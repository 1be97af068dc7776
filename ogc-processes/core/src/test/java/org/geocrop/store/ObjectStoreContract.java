package org.geocrop.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.geocrop.error.ConflictException;
import org.geocrop.error.GeocropException;
import org.geocrop.error.NotFoundException;
import org.junit.jupiter.api.Test;

/** What every object store does; each implementation's test extends it. */
public abstract class ObjectStoreContract {

    private static final String TEXT = "text/plain";

    /** An empty store. */
    protected abstract ObjectStore store() throws Exception;

    private static ObjectKey key(String name) {
        return new ObjectKey(ObjectKey.RESULTS, name);
    }

    @Test
    void whatWasPutIsReadByRange() throws Exception {
        ObjectStore store = store();
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        store.put(key("results/a/one.bin"), "application/octet-stream", bytes);

        assertThat(store.get(key("results/a/one.bin"), 200_000)).isEqualTo(bytes);
        try (ByteSource source = store.open(key("results/a/one.bin"))) {
            assertThat(source.size()).isEqualTo(bytes.length);
            assertThat(source.read(99_990, 10)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 99_990, 100_000));
            assertThat(source.read(40_000, 50_000)).isEqualTo(java.util.Arrays.copyOfRange(bytes, 40_000, 90_000));
            assertThat(source.read(7, 0)).isEmpty();
            assertThatThrownBy(() -> source.read(99_990, 11)).isInstanceOf(RuntimeException.class);
            assertThat(source.etag())
                    .isEqualTo(
                            store.stat(key("results/a/one.bin")).orElseThrow().etag());
        }
    }

    @Test
    void anEmptyObjectIsRead() throws Exception {
        ObjectStore store = store();
        store.put(key("results/a/empty"), TEXT, new byte[0]);
        assertThat(store.get(key("results/a/empty"), 10)).isEmpty();
        try (ByteSource source = store.open(key("results/a/empty"))) {
            assertThat(source.size()).isZero();
            assertThatThrownBy(() -> source.read(0, 1)).isInstanceOf(RuntimeException.class);
            assertThat(source.etag())
                    .isEqualTo(store.stat(key("results/a/empty")).orElseThrow().etag());
        }
        assertThat(store.holds(key("results/a/empty"), new byte[0])).isTrue();
    }

    @Test
    void anObjectIsVisibleOnlyWhole() throws Exception {
        ObjectStore store = store();
        try (ObjectStore.Upload upload = store.create(key("results/b/half.txt"), TEXT)) {
            upload.write("half".getBytes(StandardCharsets.UTF_8));
            assertThat(store.stat(key("results/b/half.txt"))).isEmpty();
            assertThat(store.list(ObjectKey.RESULTS, "results/b/")).isEmpty();
        }
        assertThat(store.stat(key("results/b/half.txt"))).isEmpty();
        try (ObjectStore.Upload upload = store.create(key("results/b/half.txt"), TEXT)) {
            upload.write("whole".getBytes(StandardCharsets.UTF_8));
            upload.commit();
        }
        assertThat(store.get(key("results/b/half.txt"), 10)).asString().isEqualTo("whole");
    }

    @Test
    void anObjectIsNeverReplaced() throws Exception {
        ObjectStore store = store();
        store.put(key("results/c/once.txt"), TEXT, "first".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> store.put(key("results/c/once.txt"), TEXT, "other".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ConflictException.class);
        assertThat(store.get(key("results/c/once.txt"), 10)).asString().isEqualTo("first");
    }

    /** Who does again what a crash cut off meets no conflict; who comes with other bytes does. */
    @Test
    void theSameBytesAreNoConflict() throws Exception {
        ObjectStore store = store();
        byte[] bytes = new byte[10 << 20];
        new Random(3).nextBytes(bytes);
        store.put(key("results/l/same.bin"), TEXT, bytes);
        store.put(key("results/l/same.bin"), TEXT, bytes.clone());
        assertThat(store.holds(key("results/l/same.bin"), bytes)).isTrue();
        bytes[bytes.length - 1]++;
        assertThat(store.holds(key("results/l/same.bin"), bytes)).isFalse();
        assertThatThrownBy(() -> store.put(key("results/l/same.bin"), TEXT, bytes))
                .isInstanceOf(ConflictException.class);
        assertThat(store.holds(key("results/l/none.bin"), new byte[0])).isFalse();
        store.put(key("results/l/empty.bin"), TEXT, new byte[0]);
        store.put(key("results/l/empty.bin"), TEXT, new byte[0]);
        try (ObjectStore.Upload upload = store.create(key("results/l/empty.bin"), TEXT)) {
            assertThatThrownBy(upload::commit).isInstanceOf(ConflictException.class);
        }
    }

    @Test
    void listsAreSortedAndOfThePrefix() throws Exception {
        ObjectStore store = store();
        for (String name : new String[] {"results/d/b.txt", "results/d/a.txt", "results/dd/c.txt", "results/e/x.txt"}) {
            store.put(key(name), TEXT, name.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(store.list(ObjectKey.RESULTS, "results/d/"))
                .extracting(stat -> stat.key().key())
                .containsExactly("results/d/a.txt", "results/d/b.txt");
        assertThat(store.list(ObjectKey.RESULTS, "results/d/").get(0).size()).isEqualTo("results/d/a.txt".length());
        assertThat(store.list(ObjectKey.MODELS, "")).isEmpty();
    }

    @Test
    void deletedIsGoneAndDeletingAgainIsFine() throws Exception {
        ObjectStore store = store();
        store.put(key("results/f/a.txt"), TEXT, new byte[] {1});
        store.delete(key("results/f/a.txt"));
        store.delete(key("results/f/a.txt"));
        assertThat(store.stat(key("results/f/a.txt"))).isEmpty();
        assertThatThrownBy(() -> store.open(key("results/f/a.txt"))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void readingMoreThanIsAllowedIsRefused() throws Exception {
        ObjectStore store = store();
        store.put(key("results/g/big.bin"), TEXT, new byte[1000]);
        assertThatThrownBy(() -> store.get(key("results/g/big.bin"), 999)).isInstanceOf(GeocropException.class);
    }

    @Test
    void anEmptyObjectIsAnObject() throws Exception {
        ObjectStore store = store();
        store.put(key("results/h/empty.txt"), TEXT, new byte[0]);
        assertThat(store.stat(key("results/h/empty.txt")).orElseThrow().size()).isZero();
    }

    /** Larger than one part of a multi-part upload, written in pieces of odd sizes. */
    @Test
    void aLargeObjectIsWrittenInPieces() throws Exception {
        ObjectStore store = store();
        byte[] bytes = new byte[(20 << 20) + 12_345];
        new Random(2).nextBytes(bytes);
        try (ObjectStore.Upload upload = store.create(key("results/i/large.bin"), "application/octet-stream")) {
            for (int at = 0; at < bytes.length; at += 777_777) {
                upload.write(bytes, at, Math.min(777_777, bytes.length - at));
                assertThat(store.stat(key("results/i/large.bin"))).isEmpty();
            }
            upload.commit();
        }
        try (ByteSource source = store.open(key("results/i/large.bin"))) {
            assertThat(source.size()).isEqualTo(bytes.length);
            for (int at = 0; at < bytes.length; at += 5 << 20) {
                int length = Math.min(5 << 20, bytes.length - at);
                assertThat(java.util.Arrays.equals(source.read(at, length), 0, length, bytes, at, at + length))
                        .isTrue();
            }
        }
    }

    @Test
    void aLargeWriteThatIsInterruptedLeavesNothing() throws Exception {
        ObjectStore store = store();
        try (ObjectStore.Upload upload = store.create(key("results/j/large.bin"), "application/octet-stream")) {
            upload.write(new byte[18 << 20]);
        }
        assertThat(store.stat(key("results/j/large.bin"))).isEmpty();
        assertThat(store.list(ObjectKey.RESULTS, "results/j/")).isEmpty();
        store.put(key("results/j/large.bin"), TEXT, new byte[] {1});
        assertThat(store.get(key("results/j/large.bin"), 10)).containsExactly(1);
    }

    @Test
    void ofTwoWritersOneWins() throws Exception {
        ObjectStore store = store();
        int won = 0;
        var writers = java.util.concurrent.Executors.newFixedThreadPool(4);
        try {
            var attempts = new java.util.ArrayList<java.util.concurrent.Future<Boolean>>();
            for (int i = 0; i < 4; i++) {
                byte mine = (byte) i;
                attempts.add(writers.submit(() -> {
                    try {
                        store.put(key("results/k/race.bin"), TEXT, new byte[] {mine});
                        return true;
                    } catch (ConflictException e) {
                        return false;
                    }
                }));
            }
            for (var attempt : attempts) {
                won += attempt.get() ? 1 : 0;
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(won).isEqualTo(1);
        assertThat(store.get(key("results/k/race.bin"), 10)).hasSize(1);
    }
}
