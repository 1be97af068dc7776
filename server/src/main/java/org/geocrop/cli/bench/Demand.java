package org.geocrop.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much of the machine this process asks for: time that its threads ran, or waited for a core that others had. On a
 * machine without other work the two are what it uses. Linux tells both for each thread.
 */
final class Demand implements AutoCloseable {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final int EVERY_MS = 20;

    /** Nanoseconds of each thread since this began; what ended keeps what was seen last. */
    private final Map<String, long[]> seen = new ConcurrentHashMap<>();

    private final Thread sampler = new Thread(this::sample, "demand");
    private final long begun = System.nanoTime();
    private volatile boolean closed;

    Demand() {
        look();
        sampler.setDaemon(true);
        sampler.start();
    }

    private void sample() {
        while (!closed) {
            look();
            try {
                Thread.sleep(EVERY_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                look(task);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look(Path task) throws IOException {
        try {
            String[] times = Files.readString(task.resolve("schedstat")).split(" ");
            long now = Long.parseLong(times[0]) + Long.parseLong(times[1]);
            seen.computeIfAbsent(task.getFileName().toString(), key -> new long[] {now, now})[1] = now;
        } catch (NoSuchFileException e) {
            // The thread has ended meanwhile.
            return;
        }
    }

    /** Threads that ran, or waited for a core, on average since this began. */
    double cores() {
        look();
        long all =
                seen.values().stream().mapToLong(times -> times[1] - times[0]).sum();
        return (double) all / (System.nanoTime() - begun);
    }

    @Override
    public void close() {
        closed = true;
    }
}
