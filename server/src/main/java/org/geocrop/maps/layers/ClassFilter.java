package org.geocrop.maps.layers;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.model.CropClass;
import org.geocrop.render.Filter;
import org.jspecify.annotations.Nullable;

/**
 * Which classes are shown, and how sure the model has to be: {@code classes=maize,soya} and {@code minconf=70}.
 *
 * @param names or ids, lower case; empty for all
 * @param minConfidence per cent, 0 to 100
 */
public record ClassFilter(List<String> names, int minConfidence) {

    public static final ClassFilter NONE = new ClassFilter(List.of(), 0);

    /** An id that no class has. */
    private static final int NO_CLASS = 255;

    private static final int MOST = 254;

    public ClassFilter {
        names = List.copyOf(names);
    }

    /**
     * Reads the two parameters.
     *
     * @throws InvalidRequestException if one is not right
     */
    public static ClassFilter parse(@Nullable String classes, @Nullable String minConfidence) {
        List<String> names = classes == null || classes.isBlank()
                ? List.of()
                : java.util.Arrays.stream(classes.split(",", -1))
                        .map(name -> name.trim().toLowerCase(Locale.ROOT))
                        .toList();
        if (names.size() > MOST) {
            throw new InvalidRequestException("classes: has more than " + MOST + " names");
        }
        int least = 0;
        if (minConfidence != null && !minConfidence.isBlank()) {
            if (!minConfidence.matches("\\d{1,3}") || Integer.parseInt(minConfidence) > 100) {
                throw new InvalidRequestException("minconf: is a whole number of per cent from 0 to 100");
            }
            least = Integer.parseInt(minConfidence);
        }
        return new ClassFilter(names, least);
    }

    public boolean isNone() {
        return names.isEmpty() && minConfidence == 0;
    }

    /**
     * The filter of a layer.
     *
     * @throws InvalidRequestException if none of its granules has a class of that name
     */
    public void check(MapLayer layer) {
        if (names.isEmpty() || !layer.isOfClasses()) {
            return;
        }
        List<CropClass> classes =
                layer.granules().stream().flatMap(g -> g.classes().stream()).toList();
        for (String name : names) {
            if (classes.stream().noneMatch(c -> is(c, name))) {
                throw new InvalidRequestException("classes: the layer " + layer.name() + " has no class of the name "
                        + name.replaceAll("[^\\p{Alnum} _-]", "?") + "; it has "
                        + layer.classes().stream().map(CropClass::name).toList());
            }
        }
    }

    /** The filter by the ids of given classes. */
    public Filter of(List<CropClass> classes) {
        if (names.isEmpty() || classes.isEmpty()) {
            return new Filter(Set.of(), minConfidence);
        }
        Set<Integer> ids = new HashSet<>();
        for (CropClass c : classes) {
            if (names.stream().anyMatch(name -> is(c, name))) {
                ids.add(c.id());
            }
        }
        return new Filter(ids.isEmpty() ? Set.of(NO_CLASS) : ids, minConfidence);
    }

    private static boolean is(CropClass c, String name) {
        return c.name().toLowerCase(Locale.ROOT).equals(name)
                || Integer.toString(c.id()).equals(name);
    }
}
