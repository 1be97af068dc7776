package org.geocrop;

import java.time.Duration;

/**
 * How much a test with the tag {@code soak} does: all of it in {@code make soak}, and a little, which still shows that it
 * works, in {@code make soak SHORT=1}.
 */
public final class Soak {

    private static final boolean SHORT = Boolean.getBoolean("geocrop.soak.short");

    private Soak() {}

    /** Whether it is the little form. */
    public static boolean isShort() {
        return SHORT;
    }

    /** Repetitions, such as kills. */
    public static int times(int all, int few) {
        return SHORT ? few : all;
    }

    public static Duration time(Duration all, Duration little) {
        return SHORT ? little : all;
    }
}
