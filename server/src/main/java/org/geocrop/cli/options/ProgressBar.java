package org.geocrop.cli.options;

import java.io.PrintWriter;
import org.geocrop.pipeline.Progress;

/** A progress bar on the error stream; nothing where that is no terminal. */
public final class ProgressBar implements Progress {

    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final boolean shown = System.console() != null;
    private String spent = "";

    public ProgressBar(PrintWriter err) {
        this.err = err;
    }

    @Override
    public synchronized void report(double fraction, String message) {
        if (shown) {
            int done = (int) (fraction * WIDTH);
            err.printf("\r[%s%s] %3.0f %% %-60s", "#".repeat(done), " ".repeat(WIDTH - done), fraction * 100, message);
            err.flush();
        }
    }

    @Override
    public synchronized void warn(String message) {
        err.println("Warning: " + message);
        err.flush();
    }

    @Override
    public synchronized void measured(Measure measure) {
        spent = measure.spent().text();
    }

    /** What the run has spent, for people. */
    public synchronized String spent() {
        return spent;
    }

    public void done() {
        if (shown) {
            err.print("\r" + " ".repeat(WIDTH + 72) + "\r");
            err.flush();
        }
    }
}
