package org.geocrop.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Schemas of OpenAPI 3.0 as types of TypeScript. */
final class TypeScript {

    private final StringBuilder text = new StringBuilder();

    private TypeScript() {}

    /** Exported types by the names of the schemas. */
    static String types(JsonNode schemas) {
        TypeScript types = new TypeScript();
        schemas.properties().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
                .forEach(schema -> {
                    types.text.append("\n");
                    types.comment(schema.getValue(), "");
                    types.text
                            .append("export type ")
                            .append(schema.getKey())
                            .append(" = ")
                            .append(type(schema.getValue(), ""))
                            .append(";\n");
                });
        return types.text.toString();
    }

    private void comment(JsonNode schema, String indent) {
        String about = schema.path("description").asString("");
        if (!about.isEmpty()) {
            text.append(indent).append("/** ").append(about.replace("*/", "")).append(". */\n");
        }
    }

    private static String type(JsonNode schema, String indent) {
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asString();
            return reference.substring(reference.lastIndexOf('/') + 1);
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.has(choice)) {
                return joined(schema.path(choice), " | ", indent);
            }
        }
        if (schema.has("allOf")) {
            return joined(schema.path("allOf"), " & ", indent);
        }
        if (schema.has("enum")) {
            return schema.path("enum").valueStream().map(JsonNode::toString).collect(Collectors.joining(" | "));
        }
        return switch (schema.path("type").asString("")) {
            case "string" -> "string";
            case "integer", "number" -> "number";
            case "boolean" -> "boolean";
            case "array" -> array(type(schema.path("items"), indent));
            case "object" -> object(schema, indent);
            default -> "unknown";
        };
    }

    private static String joined(JsonNode forms, String by, String indent) {
        List<String> types = new ArrayList<>();
        forms.forEach(form -> types.add(type(form, indent)));
        return String.join(by, types);
    }

    private static String array(String items) {
        return (items.contains(" | ") || items.contains(" & ") ? "(" + items + ")" : items) + "[]";
    }

    private static String object(JsonNode schema, String indent) {
        if (!schema.path("properties").isObject()) {
            JsonNode values = schema.path("additionalProperties");
            return "Record<string, " + (values.isObject() ? type(values, indent) : "unknown") + ">";
        }
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        TypeScript members = new TypeScript();
        schema.path("properties").properties().forEach(property -> {
            String inner = indent + "  ";
            members.comment(property.getValue(), inner);
            members.text
                    .append(inner)
                    .append(property.getKey())
                    .append(required.contains(property.getKey()) ? ": " : "?: ")
                    .append(type(property.getValue(), inner))
                    .append(";\n");
        });
        return "{\n" + members.text + indent + "}";
    }
}
