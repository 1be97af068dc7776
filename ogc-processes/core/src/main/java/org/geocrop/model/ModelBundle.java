package org.geocrop.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.geocrop.error.ModelException;
import org.geocrop.feature.FeatureSet;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * {@code model.json}: what a model is, and the hashes of all that it consists of.
 *
 * @param name lower case letters, digits and hyphens
 * @param version of this model; a bundle never changes
 * @param featureSet such as {@code v1}
 * @param featureSha256 of the ordered feature names
 * @param classes in the order of the members' outputs, ids rising
 * @param season the window that the training data had
 * @param members of the ensemble
 * @param scaler applied to the features before the members, or null
 * @param training what it was trained on
 * @param metrics numbers by name
 * @param mlflowRunId or null
 * @param temperature by which probabilities are calibrated, or null: p becomes p^(1/temperature), normalized (Guo et
 *     al. 2017, "On calibration of modern neural networks")
 * @param applicability what its training rows were like ({@link Applicability}), or null
 * @param card its {@link ModelCard} as JSON, or null
 * @param job that made it, or null
 */
public record ModelBundle(
        String name,
        String version,
        String featureSet,
        String featureSha256,
        List<CropClass> classes,
        SeasonWindow season,
        List<Member> members,
        @Nullable Scaler scaler,
        Training training,
        Map<String, Double> metrics,
        @Nullable String mlflowRunId,
        @Nullable Double temperature,
        @Nullable Attachment applicability,
        @Nullable Attachment card,
        @Nullable String job) {

    /** What a name looks like, and a version: of models, and of data sets. */
    public static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    public static final String VERSION = "[A-Za-z0-9][A-Za-z0-9.-]{0,62}";

    /** First and last day as {@code MM-dd}. */
    public record SeasonWindow(String start, String end) {}

    /** One model of the ensemble. */
    public record Member(String type, String file, double weight, String sha256) {}

    /** A file beside the members. */
    public record Attachment(String file, String sha256) {}

    /** Feature x becomes (x - mean) / scale. */
    public record Scaler(double[] mean, double[] scale) {}

    /** Provenance of the training data: object key, its hash, and rows per class name. */
    public record Training(String dataset, @Nullable String datasetSha256, Map<String, Integer> rowsPerClass) {}

    public ModelBundle {
        check(name != null && name.matches(NAME), "needs a name of lower case letters, digits and hyphens");
        check(version != null && version.matches(VERSION), "needs a version");
        check(FeatureSet.VERSION.equals(featureSet), "has feature set " + featureSet + ", not " + FeatureSet.VERSION);
        check(
                FeatureSet.SHA256.equals(featureSha256),
                "was trained on features in another order than " + FeatureSet.VERSION);
        check(classes != null && classes.size() >= 2 && classes.size() <= 254, "needs 2 to 254 classes");
        check(members != null && !members.isEmpty() && members.size() <= 16, "needs 1 to 16 members");
        Set<Integer> ids = new HashSet<>();
        int previous = 0;
        for (CropClass cropClass : classes) {
            check(ids.add(cropClass.id()) && cropClass.id() > previous, "needs class ids that rise");
            previous = cropClass.id();
        }
        for (Member member : members) {
            checkFile(member.file(), member.sha256());
            check(member.weight() > 0 && member.weight() < 1e6, "has a member whose weight is not above 0");
        }
        if (applicability != null) {
            checkFile(applicability.file(), applicability.sha256());
        }
        if (card != null) {
            checkFile(card.file(), card.sha256());
        }
        check(
                scaler == null
                        || (scaler.mean().length == FeatureSet.COUNT && scaler.scale().length == FeatureSet.COUNT),
                "has a scaler of the wrong length");
        check(
                temperature == null || (temperature >= 0.05 && temperature <= 20),
                "has a temperature that is not 0.05 to 20");
        classes = List.copyOf(classes);
        members = List.copyOf(members);
        // In the order of their names, whatever process writes them: the same training writes the same bytes.
        metrics = metrics == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /** The same with the id of the run in MLflow that made it. */
    public ModelBundle withRun(@Nullable String runId) {
        return with(members, applicability, card, runId, job);
    }

    /** The same, made by a job. */
    public ModelBundle madeBy(String jobId) {
        return with(members, applicability, card, mlflowRunId, jobId);
    }

    /** The same with a card. */
    ModelBundle withCard(@Nullable Attachment other) {
        return with(members, applicability, other, mlflowRunId, job);
    }

    /** The same, its files under other names. */
    ModelBundle renamed(UnaryOperator<String> names) {
        return with(
                members.stream()
                        .map(member ->
                                new Member(member.type(), names.apply(member.file()), member.weight(), member.sha256()))
                        .toList(),
                renamed(applicability, names),
                renamed(card, names),
                mlflowRunId,
                job);
    }

    private static @Nullable Attachment renamed(@Nullable Attachment attached, UnaryOperator<String> names) {
        return attached == null ? null : new Attachment(names.apply(attached.file()), attached.sha256());
    }

    private ModelBundle with(
            List<Member> otherMembers,
            @Nullable Attachment otherApplicability,
            @Nullable Attachment otherCard,
            @Nullable String otherRun,
            @Nullable String otherJob) {
        return new ModelBundle(
                name,
                version,
                featureSet,
                featureSha256,
                classes,
                season,
                otherMembers,
                scaler,
                training,
                metrics,
                otherRun,
                temperature,
                otherApplicability,
                otherCard,
                otherJob);
    }

    /** Whether it is another in all but the names of files. */
    boolean hasContentOf(ModelBundle other) {
        return Arrays.equals(Json.write(namedByContent()), Json.write(other.namedByContent()));
    }

    private ModelBundle namedByContent() {
        Map<String, String> hashes = hashes();
        return renamed(file -> hashes.getOrDefault(file, file));
    }

    /** {@code name@version}. */
    public String id() {
        return name + "@" + version;
    }

    /** All files that belong to it, with their hashes. */
    public Map<String, String> hashes() {
        Map<String, String> hashes = new LinkedHashMap<>();
        members.forEach(member -> hashes.put(member.file(), member.sha256()));
        if (applicability != null) {
            hashes.put(applicability.file(), applicability.sha256());
        }
        if (card != null) {
            hashes.put(card.file(), card.sha256());
        }
        return hashes;
    }

    private static void checkFile(@Nullable String file, @Nullable String sha256) {
        check(
                file != null && file.matches("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,99}"),
                "has a member with an unsafe file name");
        check(sha256 != null && sha256.matches("[0-9a-f]{64}"), "has a member without a SHA-256");
    }

    private static void check(boolean right, String otherwise) {
        if (!right) {
            throw new ModelException("The model bundle " + otherwise);
        }
    }
}
