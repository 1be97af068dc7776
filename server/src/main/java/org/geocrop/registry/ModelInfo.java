package org.geocrop.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.geocrop.http.Links;
import org.geocrop.json.ForeignJson;
import org.geocrop.model.CropClass;
import org.geocrop.model.ModelBundle;
import org.jspecify.annotations.Nullable;

/** A model; its bundle and its card stand in the answer about it alone. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelInfo(
        @JsonPropertyDescription("name@version") String id,
        String name,
        String version,
        @JsonProperty("default") boolean isDefault,
        boolean deprecated,
        Map<String, Double> metrics,
        List<CropClass> classes,
        List<Links.Link> links,
        @Nullable ModelBundle bundle,

        @JsonPropertyDescription("ModelCard, where the model was trained here") @Nullable ForeignJson card) {

    /** The same with its bundle and card. */
    ModelInfo with(ModelBundle whole, @Nullable ForeignJson cardOfModel) {
        return new ModelInfo(id, name, version, isDefault, deprecated, metrics, classes, links, whole, cardOfModel);
    }
}
