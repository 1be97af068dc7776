package org.geocrop.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.geocrop.json.Json;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * {@code openapi.yaml} as it is read, once: what of the API is the same for all processes, shared parts in their
 * places, with the schemas of documents that are records.
 */
@Component
final class ApiDefinition {

    private static final String SHARED = "#/x-";

    private final ObjectNode document;

    ApiDefinition() throws IOException {
        try (InputStream yaml = Objects.requireNonNull(ApiDefinition.class.getResourceAsStream("openapi.yaml"))) {
            document = (ObjectNode) new YAMLMapper().readTree(yaml);
        }
        for (String shared : document.propertyNames().stream()
                .filter(name -> name.startsWith("x-"))
                .toList()) {
            JsonNode part = document.remove(shared);
            resolve(document, SHARED + shared.substring(2), part);
        }
        ObjectNode schemas = (ObjectNode) document.path("components").path("schemas");
        ApiDocuments.schemas().forEach((name, schema) -> {
            if (schemas.has(name)) {
                throw new IllegalStateException("openapi.yaml describes " + name + ", which a record does");
            }
            schemas.set(name, Json.of(schema));
        });
    }

    /** To be read, not to be changed. */
    ObjectNode document() {
        return document;
    }

    /** Puts a shared part in the place of each reference to it. */
    private static void resolve(JsonNode node, String reference, JsonNode part) {
        if (node instanceof ObjectNode object) {
            for (String name : object.propertyNames().stream().toList()) {
                JsonNode child = object.get(name);
                if (child.path("$ref").asString("").equals(reference)) {
                    object.set(name, part.deepCopy());
                } else {
                    resolve(child, reference, part);
                }
            }
        } else if (node.isArray()) {
            node.forEach(child -> resolve(child, reference, part));
        }
    }
}
