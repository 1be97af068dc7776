package org.geocrop.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Schemas of documents, derived from the records that they are written from, in the words that JSON Schema 2020-12 and
 * OpenAPI 3.0 share. What may be missing is not required; what may be null is a type or the enumeration of null alone. A
 * sealed interface is any of its records. Members that are not described may be added by later versions.
 */
public final class DocumentSchema {

    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class, Integer.class, Long.class);
    private static final Set<Class<?>> NUMBERS =
            Set.of(double.class, float.class, Double.class, Float.class, Number.class);

    private static final Snake SNAKE = new Snake();

    /** Names as Jackson makes them of {@link Document}s. */
    private static final class Snake extends SnakeCaseStrategy {
        private static final long serialVersionUID = 1L;

        String of(String component) {
            return translate(component);
        }
    }

    /** Where schemas of top-level records are found by their names; null to have them in their places. */
    private final @Nullable String references;

    private final Map<String, ObjectNode> named = new TreeMap<>();

    private DocumentSchema(@Nullable String references) {
        this.references = references;
    }

    /** The whole schema of a document. */
    public static ObjectNode of(Class<?> document) {
        return new DocumentSchema(null).schema(document);
    }

    /**
     * Schemas by the names of their records, and of all top-level records within them.
     *
     * @param references what goes before a name in a reference, such as {@code #/components/schemas/}
     */
    public static Map<String, ObjectNode> all(String references, Collection<Class<?>> documents) {
        DocumentSchema schemas = new DocumentSchema(references);
        documents.forEach(schemas::schema);
        return schemas.named;
    }

    private ObjectNode schema(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            return array(schemaOrNull(array.getAnnotatedGenericComponentType()));
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            ObjectNode value = schemaOrNull(arguments[arguments.length - 1]);
            return arguments.length == 1
                    ? array(value)
                    : Json.object().put("type", "object").set("additionalProperties", value);
        }
        return schema((Class<?>) type.getType());
    }

    private ObjectNode schemaOrNull(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class) ? orNull(schema(type)) : schema(type);
    }

    private ObjectNode schema(Class<?> type) {
        if (type.isArray()) {
            return array(schema(type.getComponentType()));
        }
        if (type.isEnum()) {
            ObjectNode choice = Json.object().put("type", "string");
            choice.set("enum", Json.of(type.getEnumConstants()));
            return choice;
        }
        return type.isRecord() || type.isSealed() ? placed(type) : simple(type);
    }

    private static ObjectNode simple(Class<?> type) {
        if (WHOLE.contains(type)) {
            return Json.object().put("type", "integer");
        }
        if (NUMBERS.contains(type)) {
            return Json.object().put("type", "number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Json.object().put("type", "boolean");
        }
        if (type == ObjectNode.class) {
            return Json.object().put("type", "object");
        }
        if (type == JsonNode.class) {
            return Json.object();
        }
        if (type != String.class) {
            throw new IllegalArgumentException("Documents have no members of " + type);
        }
        return Json.object().put("type", "string");
    }

    private static ObjectNode array(ObjectNode items) {
        return Json.object().put("type", "array").set("items", items);
    }

    /** A record or a choice of records: by its name where it is a top-level type, if names are wanted. */
    private ObjectNode placed(Class<?> type) {
        if (references == null || type.isMemberClass()) {
            return written(type);
        }
        if (!named.containsKey(type.getSimpleName())) {
            named.put(type.getSimpleName(), Json.object());
            named.put(type.getSimpleName(), written(type));
        }
        return Json.object().put("$ref", references + type.getSimpleName());
    }

    private ObjectNode written(Class<?> type) {
        if (type.isRecord()) {
            return object(type);
        }
        ObjectNode choice = Json.object();
        ArrayNode forms = choice.putArray("anyOf");
        for (Class<?> form : type.getPermittedSubclasses()) {
            forms.add(schema(form));
        }
        return choice;
    }

    private ObjectNode object(Class<?> type) {
        ObjectNode schema = Json.object().put("type", "object");
        ArrayNode required = Json.array();
        ObjectNode properties = Json.object();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean isWritten = !isNullable || writesNull(component.getAccessor(), type);
            ObjectNode value = schema(component.getAnnotatedType());
            JsonPropertyDescription about = component.getAccessor().getAnnotation(JsonPropertyDescription.class);
            if (about != null) {
                value.put("description", about.value());
            }
            properties.set(name(component, type), isNullable && isWritten ? orNull(value) : value);
            if (isWritten) {
                required.add(name(component, type));
            }
        }
        // An empty list is none of OpenAPI 3.0.
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.set("properties", properties);
    }

    private static boolean writesNull(AnnotatedElement component, Class<?> type) {
        return inclusion(component).or(() -> inclusion(type)).orElse(JsonInclude.Include.ALWAYS)
                == JsonInclude.Include.ALWAYS;
    }

    private static Optional<JsonInclude.Include> inclusion(AnnotatedElement element) {
        JsonInclude own = element.getAnnotation(JsonInclude.class);
        return element.isAnnotationPresent(Document.class)
                ? Optional.of(JsonInclude.Include.NON_NULL)
                : Optional.ofNullable(own).map(JsonInclude::value);
    }

    private static ObjectNode orNull(ObjectNode schema) {
        ObjectNode choice = Json.object();
        ArrayNode forms = choice.putArray("anyOf").add(schema);
        forms.addObject().putArray("enum").addNull();
        return choice;
    }

    private static String name(RecordComponent component, Class<?> type) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        if (given != null) {
            return given.value();
        }
        boolean isSnake = type.isAnnotationPresent(Document.class) || type.isAnnotationPresent(JsonNaming.class);
        return isSnake ? SNAKE.of(component.getName()) : component.getName();
    }
}
