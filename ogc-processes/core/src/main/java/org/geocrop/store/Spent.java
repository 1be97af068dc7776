package org.geocrop.store;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a run spends: time of its threads by kind of work, requests, bytes and decoded tiles. It is told of tiles, strips
 * and blocks, never of pixels. Thread-safe.
 */
public final class Spent {

    /** What threads do, or wait for. */
    public enum Work {
        /** Asking the catalogue. */
        SEARCHING,
        /** Opening files. */
        HEADERS,
        /** Waiting for the bytes of tiles. */
        READING,
        /** Unpacking tiles. */
        DECODING,
        /** Masks and medians, to the temporary file and from it. */
        COMPOSITING,
        /** Gaps, smoothing, features. */
        FEATURES,
        /** Predicting. */
        MODEL,
        /** Packing and storing results. */
        WRITING,
        /** Waiting for a turn to decode, or for memory to read into. */
        WAITING
    }

    private final LongAdder[] nanos = new LongAdder[Work.values().length];
    private final LongAdder requests = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder once = new LongAdder();
    private final LongAdder twice = new LongAdder();
    private final LongAdder more = new LongAdder();
    private final LongAdder decodings = new LongAdder();

    public Spent() {
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = new LongAdder();
        }
    }

    /** A thread has worked since a time of {@link System#nanoTime}. */
    public void since(long start, Work work) {
        add(System.nanoTime() - start, work);
    }

    /** A thread has worked for so many nanoseconds. */
    public void add(long time, Work work) {
        nanos[work.ordinal()].add(time);
    }

    /** Does some work and counts its time. */
    public <T> T on(Work work, Supplier<T> task) {
        long start = System.nanoTime();
        try {
            return task.get();
        } finally {
            since(start, work);
        }
    }

    /** A request was answered with so many bytes. */
    public void read(long count) {
        requests.increment();
        bytes.add(count);
    }

    /**
     * A tile was decoded.
     *
     * @param times how often it was by now, from 1
     */
    public void decoded(int times) {
        decodings.increment();
        switch (times) {
            case 1 -> once.increment();
            case 2 -> {
                once.decrement();
                twice.increment();
            }
            case 3 -> {
                twice.decrement();
                more.increment();
            }
            default -> {}
        }
    }

    /** A source whose reads are counted. */
    ByteSource counting(ByteSource source) {
        return new Counted(source);
    }

    /** All so far. */
    public Report report() {
        Map<String, Double> seconds = new TreeMap<>();
        for (Work work : Work.values()) {
            seconds.put(work.name().toLowerCase(Locale.ROOT), Math.round(nanos[work.ordinal()].sum() / 1e7) / 100.0);
        }
        return new Report(
                seconds, requests.sum(), bytes.sum(), new Tiles(once.sum(), twice.sum(), more.sum(), decodings.sum()));
    }

    /**
     * What was spent.
     *
     * @param seconds of threads by the name of the {@link Work}, in lower case
     * @param requests for scenes' files
     * @param bytes that came of them
     * @param tiles of scenes at full resolution
     */
    public record Report(Map<String, Double> seconds, long requests, long bytes, Tiles tiles) {

        /** For people. */
        public String text() {
            String times = seconds.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .map(entry -> String.format(Locale.ROOT, "%s %.2f s", entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining(", "));
            return String.format(
                    Locale.ROOT,
                    "Time of threads: %s; %d requests, %.1f MB; tiles decoded once %d, twice %d, more often %d",
                    times,
                    requests,
                    bytes / 1e6,
                    tiles.once,
                    tiles.twice,
                    tiles.more);
        }
    }

    /**
     * How often tiles were decoded.
     *
     * @param once tiles that were decoded once
     * @param twice tiles that were decoded twice
     * @param more tiles that were decoded more than twice
     * @param decodings all together
     */
    public record Tiles(long once, long twice, long more, long decodings) {

        /** Decodings for each tile that was decoded; 0 where none was. */
        public double mean() {
            long tiles = once + twice + more;
            return tiles == 0 ? 0 : (double) decodings / tiles;
        }
    }

    private final class Counted implements ByteSource {

        private final ByteSource source;

        Counted(ByteSource source) {
            this.source = source;
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public long size() {
            return source.size();
        }

        @Override
        public String etag() {
            return source.etag();
        }

        @Override
        public byte[] read(long offset, int length) {
            byte[] read = source.read(offset, length);
            Spent.this.read(length);
            return read;
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
