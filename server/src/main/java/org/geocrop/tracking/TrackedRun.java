package org.geocrop.tracking;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.model.ModelBundle;
import org.geocrop.model.ModelCard;
import org.geocrop.model.Trainer;
import org.jspecify.annotations.Nullable;

/**
 * All that MLflow is told of a training.
 *
 * @param runId of a run that was begun; null if MLflow could not be reached then
 * @param model name in the registry, that of our store
 * @param version of the model in our store
 * @param parameters by name
 * @param metrics by name
 * @param files of the bundle that become artifacts
 */
record TrackedRun(
        @Nullable String runId,
        String model,
        String version,
        Map<String, String> parameters,
        Map<String, Double> metrics,
        List<String> files) {

    static TrackedRun of(Trainer.Trained trained, Trainer.Plan plan) {
        ModelBundle bundle = trained.bundle();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("dataset", plan.dataset());
        parameters.put("dataset_sha256", String.valueOf(plan.datasetSha256()));
        parameters.put("season", plan.season().start() + ".." + plan.season().end());
        parameters.put("feature_set", bundle.featureSet());
        parameters.put("folds", Integer.toString(plan.folds()));
        parameters.put("balance", Double.toString(plan.balance()));
        parameters.put("seed", Long.toString(plan.seed()));
        parameters.put("temperature", String.valueOf(bundle.temperature()));
        Map<String, Double> metrics = new LinkedHashMap<>(bundle.metrics());
        for (ModelCard.Member member : trained.card().members()) {
            String type = member.type();
            parameters.put(type, member.parameters());
            if (member.accuracy() != null) {
                metrics.put(type + "_accuracy", member.accuracy());
            }
            metrics.put(type + "_weight", member.weight());
        }
        List<String> files = new java.util.ArrayList<>(List.of("model.json", "card.html"));
        files.add(bundle.card() == null ? "card.json" : bundle.card().file());
        bundle.members().forEach(member -> files.add(member.file()));
        return new TrackedRun(
                bundle.mlflowRunId(), bundle.name(), bundle.version(), parameters, metrics, List.copyOf(files));
    }
}
