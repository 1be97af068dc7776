package org.geocrop.process.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.error.LimitExceededException;
import org.geocrop.json.ForeignJson;
import org.geocrop.model.CropClass;
import org.geocrop.process.input.Inputs;
import org.geocrop.process.input.Locations;

/**
 * The class of each location.
 *
 * @param of index into the classes, -1 for locations that are left out
 */
record TrainingLabels(List<CropClass> classes, int[] of) {

    private static final int MAX_CLASSES = 100;
    /** Told apart also by those who see no red or no green. */
    static final List<String> COLORS = List.of(
            "#e8b424", "#3ea760", "#7f4a0a", "#0875dd", "#af5040", "#744e96", "#3ab9b0", "#e6749e", "#727273",
            "#b2c77b", "#e57225", "#1d4e5f");

    static TrainingLabels read(Inputs inputs, Locations locations) {
        String property = inputs.has("class_property") ? String.valueOf(inputs.text("class_property")) : "class";
        TreeSet<String> names = new TreeSet<>();
        List<String> label = new ArrayList<>();
        for (int i = 0; i < locations.size(); i++) {
            String text = locations.feature(i).text(property).trim();
            label.add(text);
            names.add(text);
        }
        names.remove("");
        if (names.isEmpty()) {
            throw new InvalidRequestException("inputs/samples: none has a property '" + property + "'");
        }
        List<CropClass> classes = inputs.has("classes") ? given(inputs.value("classes")) : inOrder(List.copyOf(names));
        Map<String, Integer> index = new HashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            index.put(classes.get(c).name(), c);
        }
        int[] of = label.stream().mapToInt(text -> index.getOrDefault(text, -1)).toArray();
        long present =
                java.util.Arrays.stream(of).filter(c -> c >= 0).distinct().count();
        if (present < 2) {
            throw new InvalidRequestException(
                    "inputs/samples: training needs samples of at least two classes; they have " + names);
        }
        return new TrainingLabels(classes, of);
    }

    private static List<CropClass> inOrder(List<String> names) {
        if (names.size() > MAX_CLASSES) {
            throw new LimitExceededException(
                    "inputs/samples: have " + names.size() + " classes; at most " + MAX_CLASSES + " are trained");
        }
        List<CropClass> classes = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            classes.add(new CropClass(c + 1, names.get(c), COLORS.get(c % COLORS.size())));
        }
        return classes;
    }

    private static List<CropClass> given(ForeignJson value) {
        TreeMap<Integer, CropClass> classes = new TreeMap<>();
        value.members().forEach((name, each) -> {
            int id = each.whole("id", classes.size() + 1);
            String color = each.text("color", COLORS.get(classes.size() % COLORS.size()));
            try {
                if (classes.put(id, new CropClass(id, name, color)) != null) {
                    throw new InvalidRequestException("inputs/classes: two classes have the id " + id);
                }
            } catch (org.geocrop.error.ModelException e) {
                throw new InvalidRequestException("inputs/classes: " + e.getMessage(), e);
            }
        });
        if (classes.size() < 2 || classes.size() > MAX_CLASSES) {
            throw new InvalidRequestException("inputs/classes: names 2 to " + MAX_CLASSES + " classes");
        }
        return List.copyOf(classes.values());
    }
}
