package org.geocrop.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

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

    private final Map<String, JsonSchema> named = new TreeMap<>();

    private DocumentSchema(@Nullable String references) {
        this.references = references;
    }

    /** The whole schema of a document. */
    public static JsonSchema of(Class<?> document) {
        return new DocumentSchema(null).schema(document);
    }

    /**
     * Schemas by the names of their records, and of all top-level records within them.
     *
     * @param references what goes before a name in a reference, such as {@code #/components/schemas/}
     */
    public static Map<String, JsonSchema> all(String references, Collection<Class<?>> documents) {
        DocumentSchema schemas = new DocumentSchema(references);
        documents.forEach(schemas::schema);
        return schemas.named;
    }

    private JsonSchema schema(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            return JsonSchema.list(schemaOrNull(array.getAnnotatedGenericComponentType()));
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
            JsonSchema value = schemaOrNull(arguments[arguments.length - 1]);
            return arguments.length == 1
                    ? JsonSchema.list(value)
                    : JsonSchema.of("object").with("additionalProperties", value);
        }
        return schema((Class<?>) type.getType());
    }

    private JsonSchema schemaOrNull(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class) ? schema(type).orNull() : schema(type);
    }

    private JsonSchema schema(Class<?> type) {
        if (type.isArray()) {
            return JsonSchema.list(schema(type.getComponentType()));
        }
        if (type.isEnum()) {
            return JsonSchema.text(List.of(type.getEnumConstants()));
        }
        return type.isRecord() || type.isSealed() ? placed(type) : simple(type);
    }

    private static JsonSchema simple(Class<?> type) {
        if (WHOLE.contains(type)) {
            return JsonSchema.of("integer");
        }
        if (NUMBERS.contains(type)) {
            return JsonSchema.of("number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return JsonSchema.of("boolean");
        }
        if (type == ForeignJson.class || type == Object.class) {
            return JsonSchema.any();
        }
        if (type != String.class) {
            throw new IllegalArgumentException("Documents have no members of " + type);
        }
        return JsonSchema.text();
    }

    /** A record or a choice of records: by its name where it is a top-level type, if names are wanted. */
    private JsonSchema placed(Class<?> type) {
        if (references == null || type.isMemberClass()) {
            return written(type);
        }
        if (!named.containsKey(type.getSimpleName())) {
            named.put(type.getSimpleName(), JsonSchema.any());
            named.put(type.getSimpleName(), written(type));
        }
        return JsonSchema.reference(references + type.getSimpleName());
    }

    private JsonSchema written(Class<?> type) {
        return type.isRecord()
                ? object(type)
                : JsonSchema.anyOf(Arrays.stream(type.getPermittedSubclasses())
                        .map(this::schema)
                        .toList());
    }

    private JsonSchema object(Class<?> type) {
        List<String> required = new ArrayList<>();
        Map<String, JsonSchema> properties = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean isWritten = !isNullable || writesNull(component.getAccessor(), type);
            JsonSchema value = schema(component.getAnnotatedType());
            JsonPropertyDescription about = component.getAccessor().getAnnotation(JsonPropertyDescription.class);
            if (about != null) {
                value = value.with("description", about.value());
            }
            properties.put(name(component, type), isNullable && isWritten ? value.orNull() : value);
            if (isWritten) {
                required.add(name(component, type));
            }
        }
        // An empty list is none of OpenAPI 3.0.
        JsonSchema schema = JsonSchema.of("object");
        return (required.isEmpty() ? schema : schema.require(required)).with("properties", properties);
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

    /** What a component is called in JSON. */
    static String name(RecordComponent component, Class<?> type) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        if (given != null) {
            return given.value();
        }
        boolean isSnake = type.isAnnotationPresent(Document.class) || type.isAnnotationPresent(JsonNaming.class);
        return isSnake ? SNAKE.of(component.getName()) : component.getName();
    }
}
