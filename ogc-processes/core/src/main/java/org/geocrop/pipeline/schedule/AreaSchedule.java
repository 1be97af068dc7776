package org.geocrop.pipeline.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import org.geocrop.composite.Region;
import org.geocrop.composite.SceneStack;
import org.geocrop.composite.SeasonComposite;
import org.geocrop.composite.SeasonSpool;
import org.geocrop.error.DismissedException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.grid.Window;
import org.geocrop.parallel.Tasks;
import org.geocrop.store.Spent;

/**
 * Runs the areas of a map: an area is read, time step by time step, into a spool, while the blocks of the one before are
 * worked on. The first fault ends the run.
 */
public final class AreaSchedule implements AutoCloseable {

    /** One is worked on, one is read. */
    private static final int AREAS_AT_ONCE = 2;

    private static final int LISTEN_EVERY_MS = 250;

    private final PixelGrid grid;
    private final SceneStack stack;
    private final ExecutorService readers;
    private final Budget memory;
    private final Budget spoolRoom;
    private final Spent spent;
    private final BlockWork work;
    private final ExecutorService conductor;
    private final ExecutorService workers;
    private final Semaphore areas = new Semaphore(AREAS_AT_ONCE);
    private final Set<SeasonSpool> spools = ConcurrentHashMap.newKeySet();
    /** Blocks that are read, some of them in part. */
    private final DoubleAdder read = new DoubleAdder();
    /** An entry for each block that is done; a fault ends all. */
    private final BlockingQueue<Optional<Throwable>> finished = new LinkedBlockingQueue<>();

    /** Hears how far a run is. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Called often; may throw to end the run.
         *
         * @param share of the work, 0 to 1
         * @param done blocks that are done
         */
        void hear(double share, int done);
    }

    /** What is done with blocks. */
    public interface BlockWork {

        /** Does a block that needs no scenes, if it is one; called by readers. */
        boolean doneWithoutScenes(Window block);

        /** Works out a block; the result completes when all of it is kept. Called by workers. */
        CompletableFuture<Void> workOut(Window block, SeasonComposite season);
    }

    public AreaSchedule(
            PixelGrid grid,
            SceneStack stack,
            ExecutorService readers,
            Budget memory,
            Budget spoolRoom,
            Spent spent,
            int threads,
            BlockWork work) {
        this.grid = grid;
        this.stack = stack;
        this.readers = readers;
        this.memory = memory;
        this.spoolRoom = spoolRoom;
        this.spent = spent;
        this.work = work;
        this.conductor = Executors.newSingleThreadExecutor();
        this.workers = Executors.newFixedThreadPool(threads);
    }

    /**
     * Runs all blocks to their end.
     *
     * @param listener may end the run
     */
    public void run(List<Areas.Area> plan, Listener listener) {
        int blocks = plan.stream().mapToInt(Areas.Area::blocks).sum();
        conductor.execute(() -> conduct(plan));
        try {
            for (int done = 0; done < blocks; done++) {
                Optional<Throwable> outcome;
                do {
                    listener.hear((read.sum() + done) / (2.0 * blocks), done);
                    outcome = finished.poll(LISTEN_EVERY_MS, TimeUnit.MILLISECONDS);
                } while (outcome == null);
                if (outcome.isPresent()) {
                    throw Tasks.fault(outcome.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("The job was interrupted", e);
        }
    }

    private void conduct(List<Areas.Area> plan) {
        try {
            for (Areas.Area area : plan) {
                areas.acquire();
                start(withoutThoseThatAreDone(area));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            finished.add(Optional.of(e));
        }
    }

    private Areas.Area withoutThoseThatAreDone(Areas.Area area) {
        List<List<CompletableFuture<Boolean>>> looked = area.cells().stream()
                .map(cell -> cell.stream()
                        .map(block -> CompletableFuture.supplyAsync(() -> work.doneWithoutScenes(block), readers))
                        .toList())
                .toList();
        List<List<Window>> rest = new ArrayList<>();
        for (int c = 0; c < looked.size(); c++) {
            List<Window> cell = new ArrayList<>();
            for (int b = 0; b < looked.get(c).size(); b++) {
                if (looked.get(c).get(b).join()) {
                    read.add(1);
                    finished.add(Optional.empty());
                } else {
                    cell.add(area.cells().get(c).get(b));
                }
            }
            rest.add(cell);
        }
        return new Areas.Area(rest);
    }

    /** Starts to read all steps of an area, as memory allows. */
    private void start(Areas.Area area) throws InterruptedException {
        List<Window> blocks = area.cells().stream().flatMap(List::stream).toList();
        if (blocks.isEmpty()) {
            areas.release();
            return;
        }
        Region region = new Region(
                area.cells().stream()
                        .map(cell -> cell.stream().map(grid::cut).toList())
                        .toList(),
                false);
        SeasonSpool spool = spool(blocks.size());
        List<CompletableFuture<Void>> steps = new ArrayList<>();
        double share = (double) blocks.size() / stack.steps();
        for (int t = 0; t < stack.steps(); t++) {
            long asked = System.nanoTime();
            Runnable giveBack = memory.take(stack.weight(t, region));
            spent.since(asked, Spent.Work.WAITING);
            steps.add(stack.readStep(t, region, spool::write, readers).whenComplete((nothing, fault) -> {
                giveBack.run();
                read.add(share);
            }));
        }
        Tasks.all(steps).whenComplete((nothing, fault) -> {
            if (fault != null) {
                finished.add(Optional.of(fault));
            } else {
                workOut(blocks, spool);
            }
        });
    }

    /** Waits until other jobs leave room for an area's composites. */
    private SeasonSpool spool(int blocks) throws InterruptedException {
        int pixels = Areas.BLOCK * Areas.BLOCK;
        long asked = System.nanoTime();
        Runnable giveBack = spoolRoom.take(SeasonSpool.bytes(stack.steps(), (long) blocks * pixels));
        spent.since(asked, Spent.Work.WAITING);
        try {
            SeasonSpool spool = new SeasonSpool(stack.steps(), blocks, pixels, giveBack);
            spools.add(spool);
            return spool;
        } catch (RuntimeException e) {
            giveBack.run();
            throw e;
        }
    }

    private void workOut(List<Window> blocks, SeasonSpool spool) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Window block = blocks.get(i);
            int number = i;
            all.add(CompletableFuture.supplyAsync(
                            () -> spent.on(Spent.Work.COMPOSITING, () -> spool.read(number, block.size())), workers)
                    .thenCompose(season -> work.workOut(block, season))
                    .whenComplete((nothing, fault) -> finished.add(Optional.ofNullable(fault))));
        }
        Tasks.all(all).whenComplete((nothing, fault) -> {
            spool.close();
            spools.remove(spool);
            areas.release();
        });
    }

    /** Ends what still runs, and removes temporary files. */
    @Override
    public void close() {
        stack.close();
        conductor.shutdownNow();
        Tasks.end(workers);
        spools.forEach(SeasonSpool::close);
    }
}
