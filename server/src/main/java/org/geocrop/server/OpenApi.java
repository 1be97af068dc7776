package org.geocrop.server;

import java.util.List;
import java.util.Map;
import org.geocrop.access.Access;
import org.geocrop.bodies.RequestBudget;
import org.geocrop.json.Json;
import org.geocrop.process.GeoProcess;
import org.geocrop.process.ProcessDescription;
import org.geocrop.process.Processes;
import org.geocrop.settings.Settings;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.0 document: what is the same for all processes from {@code openapi.yaml}, and for each process an
 * execution and an estimate of its own, made from its description, with an example that can be sent as it is.
 */
@Component
class OpenApi {

    private final ApiDefinition common;
    private final Processes processes;
    private final Access access;
    private final boolean secured;

    OpenApi(ApiDefinition common, Processes processes, Access access, Settings settings) {
        this.processes = processes;
        this.access = access;
        this.secured = settings.identity().isConfigured();
        this.common = common;
    }

    /** Of one part of the API, as if it were alone: its paths without the prefix that they have in common. */
    ObjectNode document(String base, String prefix) {
        ObjectNode document = document(base);
        ObjectNode all = (ObjectNode) document.remove("paths");
        document.putArray("servers").addObject().put("url", base + prefix);
        ObjectNode paths = document.putObject("paths");
        all.properties().forEach(path -> {
            if (path.getKey().equals(prefix) || path.getKey().startsWith(prefix + "/")) {
                String rest = path.getKey().substring(prefix.length());
                paths.set(rest.isEmpty() ? "/" : rest, path.getValue());
            }
        });
        return document;
    }

    ObjectNode document(String base) {
        ObjectNode document = common.document().deepCopy();
        document.putArray("servers").addObject().put("url", base);
        ObjectNode paths = (ObjectNode) document.path("paths");
        for (GeoProcess process : processes.all()) {
            ProcessDescription description = process.description(access.rights());
            String path = "/processes/" + description.id();
            paths.set(path + "/execution", operation(paths, "execution", description));
            paths.set(path + "/estimate", operation(paths, "estimate", description));
        }
        paths.forEach(path -> path.forEach(OpenApi::addRefusals));
        if (secured) {
            secure(paths);
        } else {
            ((ObjectNode) document.path("components")).remove("securitySchemes");
        }
        return document;
    }

    private static ObjectNode operation(ObjectNode paths, String kind, ProcessDescription process) {
        ObjectNode post =
                ((ObjectNode) paths.path("/processes/{processId}/" + kind).path("post")).deepCopy();
        post.put("operationId", post.path("operationId").asString() + "." + process.id());
        post.put("summary", (kind.equals("execution") ? "Execute: " : "Estimate: ") + process.title());
        post.put("description", process.description());
        ObjectNode json = (ObjectNode) post.path("requestBody").path("content").path("application/json");
        json.set("schema", schema(process));
        json.set("example", Json.of(Map.of("inputs", process.example())));
        if (kind.equals("execution")) {
            ObjectNode content = (ObjectNode) post.path("responses").path("200").path("content");
            content.putObject("application/json").set("schema", results(process));
        }
        return Json.object().set("post", post);
    }

    /** All outputs as one document, each by value or as a link; or an output that is JSON, as it is. */
    private static ObjectNode results(ProcessDescription process) {
        ObjectNode document = Json.object().put("type", "object");
        ObjectNode members = document.putObject("properties");
        ObjectNode schema = Json.object();
        ArrayNode forms = schema.putArray("anyOf").add(document);
        process.outputs().forEach((name, output) -> {
            if (output.document() != null) {
                ObjectNode own = Json.object()
                        .put("$ref", ApiDocuments.SCHEMAS + output.document().getSimpleName());
                ObjectNode value = Json.object().put("type", "object");
                value.putArray("required").add("value");
                value.putObject("properties").set("value", output.mediaTypes().size() == 1 ? own : Json.object());
                members.putObject(name)
                        .putArray("anyOf")
                        .add(value)
                        .add(Json.object().put("$ref", ApiDocuments.SCHEMAS + "Link"));
                forms.add(own);
            }
        });
        return forms.size() == 1 ? Json.object() : schema;
    }

    private static ObjectNode schema(ProcessDescription process) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ObjectNode inputs = properties.putObject("inputs").put("type", "object").put("additionalProperties", false);
        ObjectNode members = inputs.putObject("properties");
        ArrayNode required = Json.array();
        process.inputs().forEach((name, input) -> {
            ObjectNode one = (ObjectNode) Json.of(input.schema().with("description", input.description()));
            removeNewer(one);
            members.set(
                    name,
                    input.maxOccurs() > 1 ? Json.object().put("type", "array").set("items", one) : one);
            if (input.minOccurs() > 0) {
                required.add(name);
            }
        });
        if (!required.isEmpty()) {
            inputs.set("required", required);
            schema.putArray("required").add("inputs");
        }
        ObjectNode outputs =
                properties.putObject("outputs").put("type", "object").put("additionalProperties", false);
        ObjectNode wishes = outputs.putObject("properties");
        process.outputs().forEach((name, output) -> {
            ObjectNode wish = wishes.putObject(name).put("type", "object");
            ObjectNode format = wish.putObject("properties").putObject("format").put("type", "object");
            format.putObject("properties")
                    .putObject("mediaType")
                    .put("type", "string")
                    .set("enum", Json.of(output.mediaTypes()));
            ((ObjectNode) wish.path("properties"))
                    .putObject("transmissionMode")
                    .put("type", "string")
                    .putArray("enum")
                    .add("value")
                    .add("reference");
        });
        properties
                .putObject("response")
                .put("type", "string")
                .putArray("enum")
                .add("raw")
                .add("document");
        properties.putObject("subscriber").put("$ref", "#/components/schemas/Subscriber");
        return schema;
    }

    /** What JSON Schema has and OpenAPI 3.0 has not. */
    private static void removeNewer(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove(List.of("contentMediaType", "contentEncoding"));
        }
        schema.forEach(OpenApi::removeNewer);
    }

    /** What {@link RequestBudget} may answer to any request, and to one with a body. */
    private static void addRefusals(JsonNode operation) {
        if (operation.path("responses") instanceof ObjectNode responses) {
            addResponse(responses, "429", "Later");
            addResponse(responses, "503", "Later");
            if (operation.has("requestBody")) {
                addResponse(responses, "408", "Problem");
                addResponse(responses, "413", "Problem");
            }
        }
    }

    private static void addResponse(ObjectNode responses, String status, String kind) {
        if (!responses.has(status)) {
            responses.putObject(status).put("$ref", "#/components/responses/" + kind);
        }
    }

    private static void secure(ObjectNode paths) {
        paths.forEach(path -> path.forEach(operation -> {
            String role = operation.path("x-role").asString("");
            if (operation instanceof ObjectNode object && !role.isEmpty() && !role.equals("anyone")) {
                ArrayNode either = object.putArray("security");
                either.addObject().putArray("bearer");
                either.addObject().putArray("apiKey");
            }
        }));
    }
}
