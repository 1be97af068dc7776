package org.geocrop.model;

import java.util.Comparator;

/** The order of versions of one name. */
public final class Versions {

    /** 10 before 9: runs of digits compare as numbers. */
    public static final Comparator<String> NEWEST_FIRST = ((Comparator<String>) Versions::compare).reversed();

    private Versions() {}

    private static int compare(String a, String b) {
        String[] left = a.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
        String[] right = b.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean numbers = left[i].matches("\\d{1,18}") && right[i].matches("\\d{1,18}");
            int order = numbers
                    ? Long.compare(Long.parseLong(left[i]), Long.parseLong(right[i]))
                    : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
