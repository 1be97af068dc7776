package org.geocrop.parallel;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.geocrop.error.DismissedException;

/**
 * Works on the parts of something with all cores. What comes of them is taken in their order, by the thread that asked, so
 * that sums do not depend on threads; only a few are ahead of that, so that memory does not depend on how many there are.
 */
public final class InOrder {

    /** Parts for each core that are worked on, or wait to be taken. */
    private static final int AHEAD = 2;

    private InOrder() {}

    /** Takes what came of a part. */
    @FunctionalInterface
    public interface Taker<R> {

        /**
         * Called part by part; may throw to end the work.
         *
         * @param number of the part, from 0
         */
        void take(int number, R result);
    }

    /**
     * Works on all parts; the first fault, of a part or of who takes, ends it.
     *
     * @param work is done to several parts at the same time
     */
    public static <P, R> void work(List<P> parts, Function<P, R> work, Taker<R> taker) {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService workers = Executors.newFixedThreadPool(cores);
        try {
            Queue<Future<R>> ahead = new ArrayDeque<>();
            int begun = 0;
            for (int number = 0; number < parts.size(); number++) {
                for (; begun < parts.size() && ahead.size() < cores * AHEAD; begun++) {
                    P part = parts.get(begun);
                    ahead.add(workers.submit(() -> work.apply(part)));
                }
                taker.take(number, resultOf(ahead.remove()));
            }
        } finally {
            Tasks.end(workers);
        }
    }

    private static <R> R resultOf(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DismissedException("The job was interrupted", e);
        } catch (ExecutionException e) {
            throw Tasks.fault(e);
        }
    }
}
