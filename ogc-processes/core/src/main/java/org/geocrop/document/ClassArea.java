package org.geocrop.document;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.geocrop.json.Document;
import org.geocrop.model.CropClass;
import org.jspecify.annotations.Nullable;

/** The area of a class. */
@Document
public record ClassArea(
        int id,
        String name,
        String color,
        long pixels,
        double hectares,
        @JsonPropertyDescription("Of what was classified") double share,
        @JsonPropertyDescription("Per cent") @Nullable Double meanConfidence) {

    /** Of a class, without its confidence. */
    public static ClassArea of(CropClass c, long pixels, double hectares, double share) {
        return new ClassArea(c.id(), c.name(), c.color(), pixels, hectares, share, null);
    }
}
