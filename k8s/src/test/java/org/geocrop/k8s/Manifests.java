package org.geocrop.k8s;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What one kustomization renders to, and ways to look at it. */
record Manifests(List<JsonObject> all) {

    static final Path K8S = Path.of("").toAbsolutePath();

    /** A pod's template and the object that makes such pods. */
    record Pod(JsonObject owner, JsonObject template) {

        JsonObject spec() {
            return template.getAsJsonObject("spec");
        }

        JsonObject labels() {
            return object(template, "metadata", "labels");
        }

        /** Why a rule does not hold for this pod; null where it does. */
        String exemption(String annotation) {
            return text(object(template, "metadata", "annotations"), "geocrop.org/" + annotation);
        }

        List<JsonObject> containers() {
            return Stream.of("initContainers", "containers")
                    .flatMap(key -> objects(spec(), key).stream())
                    .toList();
        }
    }

    /** Renders a folder below {@code k8s} as Argo CD does. A word of warning is a fault: it is of what later versions refuse. */
    static Manifests render(String folder) throws IOException, InterruptedException {
        Path built = K8S.getParent().resolve(".build/kube/kubectl");
        String kubectl = Files.exists(built) ? built.toString() : "kubectl";
        Path errors = Files.createTempFile("kustomize", ".txt");
        Process process;
        try {
            process = new ProcessBuilder(
                            kubectl, "kustomize", K8S.resolve(folder).toString())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            throw missing("no kubectl", e);
        }
        String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        String said = Files.readString(errors);
        Files.delete(errors);
        if (said.contains("invalid Kustomization")) {
            // Debian 12 has none that knows components and overlays among resources: there `make k8s-server` builds
            // one.
            assumeTrue(false, "SKIPPED: needs kubectl of 1.27 or later: " + said);
        }
        if (status != 0 || !said.isBlank()) {
            throw new IOException("kubectl kustomize " + folder + " ended with " + status + ": " + said);
        }
        return parse(yaml);
    }

    /** Fails under CI, and skips elsewhere. */
    private static IOException missing(String why, IOException cause) {
        assumeTrue("true".equals(System.getenv("CI")), "SKIPPED: needs kubectl of 1.27 or later: " + why);
        return new IOException("CI needs kubectl of 1.27 or later: " + why, cause);
    }

    static Manifests parse(String yaml) {
        List<JsonObject> all = new ArrayList<>();
        YAMLMapper mapper = new YAMLMapper();
        mapper.readerFor(JsonNode.class)
                .<JsonNode>readValues(yaml)
                .forEachRemaining(
                        node -> all.add(JsonParser.parseString(node.toString()).getAsJsonObject()));
        return new Manifests(List.copyOf(all));
    }

    /** All objects of a kind. */
    List<JsonObject> of(String kind) {
        return all.stream().filter(it -> kind.equals(text(it, "kind"))).toList();
    }

    boolean has(String kind, String name) {
        return of(kind).stream().anyMatch(it -> name(it).equals(name));
    }

    JsonObject one(String kind, String name) {
        return of(kind).stream()
                .filter(it -> name(it).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No " + kind + " " + name));
    }

    List<Pod> pods() {
        List<Pod> pods = new ArrayList<>();
        for (JsonObject it : all) {
            switch (text(it, "kind")) {
                case "Deployment", "StatefulSet", "DaemonSet", "Job" ->
                    pods.add(new Pod(it, object(it, "spec", "template")));
                case "CronJob" -> pods.add(new Pod(it, object(it, "spec", "jobTemplate", "spec", "template")));
                default -> {}
            }
        }
        return pods;
    }

    static String name(JsonObject it) {
        return text(object(it, "metadata"), "name");
    }

    static String namespace(JsonObject it) {
        return text(object(it, "metadata"), "namespace");
    }

    /** Such as {@code Deployment web}. */
    static String title(JsonObject it) {
        return text(it, "kind") + " " + name(it);
    }

    /** The object at a path of keys; empty where there is none. */
    static JsonObject object(JsonObject from, String... path) {
        JsonObject at = from;
        for (String key : path) {
            at = at.has(key) && at.get(key).isJsonObject() ? at.getAsJsonObject(key) : new JsonObject();
        }
        return at;
    }

    static List<JsonObject> objects(JsonObject from, String key) {
        JsonArray found = from.has(key) && from.get(key).isJsonArray() ? from.getAsJsonArray(key) : new JsonArray();
        return StreamSupport.stream(found.spliterator(), false)
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    static String text(JsonObject from, String key) {
        return from.has(key) && from.get(key).isJsonPrimitive() ? from.get(key).getAsString() : null;
    }

    /** Whether labels have all that a selector asks for. */
    static boolean selects(JsonObject selector, JsonObject labels) {
        return selector.entrySet().stream().allMatch(it -> it.getValue().equals(labels.get(it.getKey())));
    }
}
