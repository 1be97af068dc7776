package org.geocrop.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What other programs take of the machine while a server works: time that the server's own cannot be blamed for. */
final class OthersLoad {

    private static final int IDLE = 4;
    private static final int WAITING = 5;

    private final TestServer server;
    private final double own;
    private final double[] machine;

    private OthersLoad(TestServer server) throws IOException {
        this.server = server;
        this.own = server.processorSeconds();
        this.machine = machine();
    }

    static OthersLoad since(TestServer server) throws IOException {
        return new OthersLoad(server);
    }

    /** The share of all processors that others have left since then, 0 to 1. */
    double left() throws IOException {
        double[] now = machine();
        double busy = now[0] - machine[0];
        double whole = busy + now[1] - machine[1];
        return 1 - Math.max(0, busy - (server.processorSeconds() - own)) / whole;
    }

    /** Seconds that all processors together were busy, and that they were not. */
    private static double[] machine() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElseThrow()
                .split(" +");
        double busy = 0;
        double idle = 0;
        // Of a machine that is virtual, the last of them is what it was not given; guests are counted as users already.
        for (int i = 1; i <= 8; i++) {
            double seconds = Long.parseLong(fields[i]) / 100.0;
            if (i == IDLE || i == WAITING) {
                idle += seconds;
            } else {
                busy += seconds;
            }
        }
        return new double[] {busy, idle};
    }
}
