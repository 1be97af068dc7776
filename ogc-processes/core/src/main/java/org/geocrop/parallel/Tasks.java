package org.geocrop.parallel;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Tasks of other threads, for the one that asked for them. */
public final class Tasks {

    private static final int SECONDS_TO_END = 60;

    private Tasks() {}

    /** Ends when all have ended. */
    public static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]));
    }

    /**
     * The fault of a task, to be thrown where it was waited for.
     *
     * @param fault as it was caught, in the wrapping of futures or without
     * @throws Error if it was one
     */
    public static RuntimeException fault(Throwable fault) {
        boolean isWrapped = fault instanceof ExecutionException || fault instanceof CompletionException;
        Throwable cause = isWrapped && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    /**
     * Interrupts what runs and waits for its end: what it reads and writes may be closed afterwards.
     *
     * @throws IllegalStateException if something does not end within a minute
     */
    public static void end(ExecutorService workers) {
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Work did not end within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
