package org.geocrop.composite;

import java.util.Arrays;
import java.util.List;

/**
 * The median of a time step's clear values (feature set v1, step 3): for an even count the mean of the two middle ones.
 */
public final class StepMedian {

    private StepMedian() {}

    /**
     * Medians of one band, pixel by pixel.
     *
     * @param scenes for each scene of the step the codes of each pixel, 0 where it is not clear
     * @param out filled with the medians, 0 where no scene is clear
     */
    public static void of(List<char[]> scenes, char[] out) {
        switch (scenes.size()) {
            case 0 -> Arrays.fill(out, (char) 0);
            case 1 -> System.arraycopy(scenes.get(0), 0, out, 0, out.length);
            case 2 -> ofTwo(scenes.get(0), scenes.get(1), out);
            default -> ofMany(scenes.toArray(new char[0][]), out);
        }
    }

    private static void ofTwo(char[] a, char[] b, char[] out) {
        for (int i = 0; i < out.length; i++) {
            int sum = a[i] + b[i];
            boolean both = a[i] != 0 && b[i] != 0;
            out[i] = (char) (both ? (sum + 1) >> 1 : sum);
        }
    }

    private static void ofMany(char[][] scenes, char[] out) {
        char[] clear = new char[scenes.length];
        for (int i = 0; i < out.length; i++) {
            int n = 0;
            for (char[] scene : scenes) {
                char value = scene[i];
                if (value != 0) {
                    int at = n++;
                    while (at > 0 && clear[at - 1] > value) {
                        clear[at] = clear[at - 1];
                        at--;
                    }
                    clear[at] = value;
                }
            }
            if (n == 0) {
                out[i] = 0;
            } else {
                int middle = n / 2;
                out[i] = n % 2 == 1 ? clear[middle] : (char) ((clear[middle - 1] + clear[middle] + 1) >> 1);
            }
        }
    }
}
