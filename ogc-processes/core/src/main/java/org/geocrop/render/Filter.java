package org.geocrop.render;

import java.util.Set;

/**
 * Which pixels of a class map are drawn.
 *
 * @param classes ids; empty for all
 * @param minConfidence per cent that a pixel's confidence must have; 0 for any
 */
public record Filter(Set<Integer> classes, int minConfidence) {

    public static final Filter NONE = new Filter(Set.of(), 0);

    public Filter {
        classes = Set.copyOf(classes);
    }
}
