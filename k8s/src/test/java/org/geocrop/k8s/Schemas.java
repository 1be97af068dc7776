package org.geocrop.k8s;

import static org.geocrop.k8s.Manifests.text;
import static org.geocrop.k8s.Manifests.title;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether the cluster would take an object: Kubernetes' own API by the models of its Java client, which know each
 * field and what is required; the kinds of Argo CD, Traefik and cert-manager by the schemas in {@code crd}, which know
 * the fields that are used here.
 */
final class Schemas {

    private static final String MODELS = "io.kubernetes.client.openapi.models.";

    private Schemas() {}

    static List<String> findings(JsonObject it) {
        try {
            Class<?> model = model(it);
            return model == null ? byCrd(it) : byModel(it, model);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> model(JsonObject it) {
        String version = text(it, "apiVersion");
        String number = version.substring(version.lastIndexOf('/') + 1);
        String name = Character.toUpperCase(number.charAt(0)) + number.substring(1) + text(it, "kind");
        boolean isKubernetes = !version.contains("/")
                || !version.contains(".")
                || version.substring(0, version.indexOf('/')).endsWith(".k8s.io");
        if (!isKubernetes) {
            return null;
        }
        try {
            return Class.forName(MODELS + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("Kubernetes has no " + version + " " + text(it, "kind"), e);
        }
    }

    private static List<String> byModel(JsonObject it, Class<?> model) {
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, it);
            JsonElement read = JSON.getGson().toJsonTree(JSON.getGson().fromJson(it, model));
            List<String> findings = new ArrayList<>();
            compareTypes(title(it), it, read, findings);
            return findings;
        } catch (InvocationTargetException e) {
            return List.of(title(it) + ": " + e.getCause().getMessage());
        } catch (JsonParseException e) {
            return List.of(title(it) + ": " + e.getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The client reads "2" as a number where it must; the cluster would not. */
    private static void compareTypes(String where, JsonElement given, JsonElement read, List<String> findings) {
        if (given.isJsonObject() && read.isJsonObject()) {
            for (Map.Entry<String, JsonElement> entry : given.getAsJsonObject().entrySet()) {
                JsonElement other = read.getAsJsonObject().get(entry.getKey());
                if (other != null) {
                    compareTypes(where + "." + entry.getKey(), entry.getValue(), other, findings);
                }
            }
        } else if (given.isJsonArray() && read.isJsonArray()) {
            for (int i = 0;
                    i
                            < Math.min(
                                    given.getAsJsonArray().size(),
                                    read.getAsJsonArray().size());
                    i++) {
                compareTypes(
                        where + "[" + i + "]",
                        given.getAsJsonArray().get(i),
                        read.getAsJsonArray().get(i),
                        findings);
            }
        } else if (given.isJsonPrimitive()
                && (!read.isJsonPrimitive()
                        || given.getAsJsonPrimitive().isString()
                                != read.getAsJsonPrimitive().isString())) {
            findings.add(where + ": " + given + " is of the wrong type");
        }
    }

    private static List<String> byCrd(JsonObject it) throws IOException {
        try (InputStream schema = Schemas.class.getResourceAsStream("/crd/" + text(it, "kind") + ".json")) {
            if (schema == null) {
                return List.of(title(it) + ": there is no schema of this kind");
            }
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema, InputFormat.JSON)
                    .validate(it.toString(), InputFormat.JSON)
                    .stream()
                    .map(fault -> title(it) + ": " + fault)
                    .toList();
        }
    }
}
