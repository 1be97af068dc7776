package org.geocrop.boosting;

import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.ModelException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.model.CropClass;

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
            for (ForeignJson entry : ForeignJson.read(json)) {
                CropClass cropClass = entry.to(CropClass.class);
                classes.add(new LabelledTable.LabelledClass(entry.whole("value", cropClass.id()), cropClass));
            }
            return classes;
        } catch (Json.MalformedException e) {
            throw new ModelException("The file of classes is not right: " + e.getMessage(), e);
        }
    }
}
