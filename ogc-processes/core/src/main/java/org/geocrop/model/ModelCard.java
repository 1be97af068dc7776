package org.geocrop.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.geocrop.json.Document;
import org.jspecify.annotations.Nullable;

/**
 * A model card (Mitchell et al. 2019, "Model cards for model reporting"): what a model was made of, how well it does on
 * fields that it has not seen, and where not to use it. {@link ModelCardPage} shows it.
 *
 * @param groups fields or blocks that were never both trained and tested on
 * @param bounds west, south, east, north of the samples in degrees
 */
@Document
public record ModelCard(
        @JsonPropertyDescription("name@version") String model,
        String created,
        String dataset,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String datasetSha256,
        String season,
        String featureSet,
        int rows,
        long groups,
        double @Nullable [] bounds,
        Accuracy accuracy,
        List<Member> members,
        List<String> limits,
        @JsonPropertyDescription("Largest first") List<Importance> importance) {

    /** By cross-validation; {@code interval} is the 95 per cent interval of the overall accuracy. */
    @Document
    public record Accuracy(
            int folds,
            double overall,
            @Nullable Double kappa,
            @Nullable Double logLoss,
            double[] interval,
            List<OfClass> classes,
            long[][] confusion) {}

    /** User's and producer's accuracy and F1 of a class. */
    @Document
    public record OfClass(
            @JsonProperty("class") String name,
            long rows,
            @Nullable Double users,
            @Nullable Double producers,
            @Nullable Double f1) {}

    /** A member of the ensemble, with its accuracy alone. */
    @Document
    public record Member(
            String type,
            double weight,
            String parameters,
            @Nullable Double accuracy) {}

    /** The loss of accuracy when a feature is shuffled. */
    @Document
    public record Importance(String feature, @Nullable Double loss) {}
}
