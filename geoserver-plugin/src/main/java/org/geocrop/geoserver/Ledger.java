package org.geocrop.geoserver;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.geocrop.catalogue.Coverage;
import org.geocrop.catalogue.Result;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.catalogue.Results;
import org.geocrop.error.NotFoundException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Season;
import org.geocrop.job.Job;
import org.geocrop.store.ObjectKey;
import org.geocrop.store.ObjectStore;
import org.jspecify.annotations.Nullable;

/**
 * The results of this GeoServer, and of others on the same store, with their notes: in memory, so that a map asks the
 * store for nothing but pixels. Results without a note, such as those of a standalone server, are not GeoServer's.
 */
public final class Ledger {

    private static final String NOTE = "geoserver.json";
    private static final int MAX_NOTE = 1 << 16;

    private final ObjectStore store;
    private final Results results;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile Sorted sorted = new Sorted(0, List.of());
    /** Validators of the notes that were read, so that each is read once. */
    private final Map<String, String> read = new HashMap<>();

    /** Entries in their order, after so many changes. */
    private record Sorted(long at, List<Entry> all) {}

    /** A result with its note. */
    public record Entry(Result result, Note note) {

        public String name() {
            return result.jobId();
        }

        /** Equal for results that show the same area in the same season on the same lattice. */
        public Object place() {
            Coverage coverage = result.coverage();
            return note.area().isEmpty() || coverage == null
                    ? name()
                    : new Place(note.area(), coverage.season(), coverage.grid());
        }

        private record Place(String area, @Nullable Season season, PixelGrid grid) {}
    }

    Ledger(ObjectStore store, Results results) {
        this.store = store;
        this.results = results;
    }

    /** Reads what is new in the store, and forgets what has gone from it. */
    public synchronized void refresh() {
        Map<String, String> there = new HashMap<>();
        for (ObjectStore.Stat stat : store.list(ObjectKey.RESULTS, "results/")) {
            if (stat.key().key().endsWith("/" + NOTE)) {
                there.put(stat.key().key().split("/")[1], stat.etag());
            }
        }
        entries.keySet().retainAll(there.keySet());
        read.keySet().retainAll(there.keySet());
        there.forEach((name, etag) -> {
            if (!etag.equals(read.get(name)) || !entries.containsKey(name)) {
                results.find(name).ifPresent(result -> {
                    entries.put(name, new Entry(result, note(name)));
                    read.put(name, etag);
                });
            }
        });
        changes.incrementAndGet();
    }

    /** Notes a new result: from now on it is drawn, for those who may see it. */
    synchronized void add(Result result, Note note) {
        write(result.jobId(), note);
        entries.put(result.jobId(), new Entry(result, note));
        changes.incrementAndGet();
    }

    /** Takes up a result that was made before results had notes, or by a standalone server. */
    public synchronized void adopt(String name, Job.Sharing sharing) {
        if (!entries.containsKey(name)) {
            Result result = results.require(name);
            add(result, new Note("", sharing, "", Instant.parse(result.created()), ""));
        }
    }

    /** All, newest first; made anew only when something has changed, since every map asks for it several times. */
    public List<Entry> list() {
        Sorted known = sorted;
        long now = changes.get();
        if (known.at != now) {
            List<Entry> all = new ArrayList<>(entries.values());
            all.sort(Comparator.comparing((Entry entry) -> entry.note().created())
                    .reversed());
            known = new Sorted(now, List.copyOf(all));
            sorted = known;
        }
        return known.all;
    }

    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /**
     * A result that someone may see.
     *
     * @throws NotFoundException if there is none, or not for them: it is not told apart
     */
    public Entry require(String name, Rights rights, Caller caller) {
        return find(name)
                .filter(entry -> rights.maySee(caller, entry.note()))
                .orElseThrow(() -> new NotFoundException("There is no result " + name));
    }

    /** The result of a run of the host. */
    public Optional<Entry> ofExecution(String execution) {
        String hash = Note.hash(execution);
        return entries.values().stream()
                .filter(entry -> entry.note().execution().equals(hash))
                .findFirst();
    }

    /** Says who sees a result. */
    public synchronized void share(String name, Job.Sharing sharing) {
        entries.computeIfPresent(name, (n, entry) -> {
            Note note = entry.note().shared(sharing);
            store.delete(ResultFiles.key(name, NOTE));
            write(name, note);
            return new Entry(entry.result(), note);
        });
        changes.incrementAndGet();
    }

    /** Removes a result with all its files; nothing happens if there is none. */
    public synchronized void remove(String name) {
        entries.remove(name);
        changes.incrementAndGet();
        results.remove(name);
    }

    /** Results that are older than they are to be kept. */
    public List<Entry> expired(Duration retention, Instant now) {
        return retention.isZero()
                ? List.of()
                : list().stream()
                        .filter(entry -> entry.note().created().plus(retention).isBefore(now))
                        .toList();
    }

    private void write(String name, Note note) {
        store.put(ResultFiles.key(name, NOTE), "application/json", note.write());
    }

    private Note note(String name) {
        return Note.read(store.get(ResultFiles.key(name, NOTE), MAX_NOTE), name);
    }
}
