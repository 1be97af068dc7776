package org.geocrop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.geocrop.error.GeocropException;
import org.geocrop.json.Json;

/**
 * Gives a reader damaged files, without end but that of its time: ten minutes in {@code make soak}, seconds in its short
 * form. Files that are refused at a new place, or that take a new order of memory, are damaged further. A file is read or
 * refused by an exception of ours, soon, within so much memory; what is not is kept in {@code target/fuzz}.
 */
public final class Fuzz {

    private static final Duration ALL = Duration.ofMinutes(10);
    private static final Duration LITTLE = Duration.ofSeconds(3);
    private static final Duration HANGS = Duration.ofSeconds(30);
    private static final int KEPT = 5_000;

    private final String name;
    private final long maxAllocation;
    private final List<byte[]> files;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> faults = new TreeMap<>();
    private final Mutator mutator;
    private final Random random = new Random(20260101);
    private long executions;
    private long read;
    private volatile long begun;
    private volatile byte[] current = new byte[0];
    private volatile boolean over;

    /** What is tried. */
    @FunctionalInterface
    public interface Reader {
        void read(byte[] file) throws Exception;
    }

    private Fuzz(String name, long maxAllocation, List<byte[]> files) {
        this.name = name;
        this.maxAllocation = maxAllocation;
        this.files = new ArrayList<>(files);
        this.mutator = new Mutator(random);
    }

    /**
     * Damages files and reads them until the time is over.
     *
     * @param maxAllocation bytes that reading one file may allocate
     * @param files real or made ones, which the reader takes
     */
    public static void run(String name, long maxAllocation, List<byte[]> files, Reader reader) throws Exception {
        Fuzz fuzz = new Fuzz(name, maxAllocation, files);
        for (byte[] file : files) {
            reader.read(file);
        }
        fuzz.run(reader, Soak.time(ALL, LITTLE));
    }

    private void run(Reader reader, Duration time) throws Exception {
        begun = System.nanoTime();
        Thread worker = new Thread(() -> work(reader), "fuzz-" + name);
        worker.setDaemon(true);
        worker.start();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && worker.isAlive()) {
            worker.join(200);
            if (System.nanoTime() - begun > HANGS.toNanos()) {
                String where = List.of(worker.getStackTrace()).toString();
                faults.put("hangs: " + where, keep(current));
                break;
            }
        }
        over = true;
        worker.join(HANGS.toMillis());
        System.out.printf(
                "Fuzz: %s: %d executions in %d s, %d read, %d files kept, %d faults%n",
                name, executions, time.toSeconds(), read, files.size(), faults.size());
        assertThat(faults).as("faults of " + name).isEmpty();
        assertThat(executions).isPositive();
    }

    private void work(Reader reader) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        while (!over) {
            byte[] file = mutator.damage(files.get(random.nextInt(files.size())), files);
            current = file;
            begun = System.nanoTime();
            long before = threads.getCurrentThreadAllocatedBytes();
            String end = read(reader, file);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            if (allocated > maxAllocation) {
                fault("allocates " + (allocated >> 20) + " MB: " + end, file);
            }
            executions++;
            if (seen.add(end + " " + (64 - Long.numberOfLeadingZeros(allocated))) && files.size() < KEPT) {
                files.add(file);
            }
        }
    }

    /** Where it ended; each place is a new one once. */
    private String read(Reader reader, byte[] file) {
        try {
            reader.read(file);
            read++;
            return "read";
        } catch (GeocropException | Json.MalformedException e) {
            return place(e);
        } catch (Throwable e) {
            fault(e.getClass().getName() + " at " + place(e), file);
            return place(e);
        }
    }

    private static String place(Throwable e) {
        StringBuilder place = new StringBuilder();
        Throwable at = e;
        for (int depth = 0; at != null && depth < 3; depth++) {
            for (StackTraceElement frame : at.getStackTrace()) {
                if (frame.getClassName().startsWith("org.geocrop")
                        && !frame.getClassName().startsWith("org.geocrop.Fuzz")) {
                    place.append(frame.getClassName().replaceAll("^.*\\.", ""))
                            .append(':')
                            .append(frame.getLineNumber());
                    break;
                }
            }
            at = at.getCause();
            place.append(' ');
        }
        return place.toString();
    }

    private void fault(String what, byte[] file) {
        String fault = what.replaceAll("allocates \\d+ MB", "allocates too much");
        if (!faults.containsKey(fault)) {
            faults.put(fault, what + " in " + keep(file));
        }
    }

    private String keep(byte[] file) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz"));
            Path path = folder.resolve(name.replaceAll("\\W", "-") + "-" + faults.size() + ".bin");
            Files.write(path, file);
            return path.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
