package org.geocrop.boosting;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.geocrop.error.ModelException;

/**
 * Folds of cross-validation in which a group of rows (a field, a grid block, a region) is on one side only: neighbours
 * resemble each other, and a model that has seen one has seen the other (Roberts et al. 2017, "Cross-validation
 * strategies for data with temporal, spatial, hierarchical, or phylogenetic structure", Ecography 40).
 *
 * @param of the fold of each row, from 0
 * @param count of folds
 */
public record Folds(int[] of, int count) {

    /**
     * Deals groups out, largest first, each to the fold that has the fewest rows of the group's most frequent class; of
     * equal folds to the smallest.
     *
     * @param groups of each row
     * @param labels class index of each row
     * @param wanted folds; fewer where there are fewer groups
     * @throws ModelException if there are fewer than two groups
     */
    public static Folds grouped(int[] groups, int[] labels, int classes, int wanted, long seed) {
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        for (int row = 0; row < groups.length; row++) {
            members.computeIfAbsent(groups[row], key -> new ArrayList<>()).add(row);
        }
        if (members.size() < 2) {
            throw new ModelException("Cross-validation needs rows of at least two fields or places");
        }
        int count = Math.min(wanted, members.size());
        List<List<Integer>> order = new ArrayList<>(members.values());
        Collections.shuffle(order, new Random(seed));
        order.sort(
                Comparator.comparingInt((List<Integer> group) -> group.size()).reversed());
        int[][] ofClass = new int[count][classes];
        int[] size = new int[count];
        int[] fold = new int[groups.length];
        for (List<Integer> group : order) {
            int[] own = new int[classes];
            group.forEach(row -> own[labels[row]]++);
            int main = IntStream.range(0, classes)
                    .boxed()
                    .max(Comparator.comparingInt(c -> own[c]))
                    .orElseThrow();
            int to = IntStream.range(0, count)
                    .boxed()
                    .min(Comparator.<Integer>comparingInt(f -> ofClass[f][main]).thenComparingInt(f -> size[f]))
                    .orElseThrow();
            for (int row : group) {
                fold[row] = to;
                ofClass[to][labels[row]]++;
                size[to]++;
            }
        }
        return new Folds(fold, count);
    }

    /** Rows that test in a fold, or those that train. */
    public int[] rows(int fold, boolean test) {
        return IntStream.range(0, of.length)
                .filter(row -> (of[row] == fold) == test)
                .toArray();
    }
}
