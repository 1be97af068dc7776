package org.geocrop.boosting;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.ModelException;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;
import tools.jackson.databind.JsonNode;

/** A JSON array of classes: id, name, color, and the value in the label raster if it is not the id. */
public final class ClassesFile {

    private ClassesFile() {}

    /**
     * Parses.
     *
     * @throws ModelException saying what is wrong
     */
    public static List<LabelledTable.LabelledClass> read(byte[] json) {
        try {
            List<LabelledTable.LabelledClass> classes = new ArrayList<>();
            for (JsonNode entry : Json.read(json)) {
                CropClass cropClass = Json.to(entry, CropClass.class);
                classes.add(new LabelledTable.LabelledClass(entry.path("value").asInt(cropClass.id()), cropClass));
            }
            return classes;
        } catch (Json.MalformedException e) {
            throw new ModelException("The file of classes is not right: " + e.getMessage(), e);
        }
    }
}
