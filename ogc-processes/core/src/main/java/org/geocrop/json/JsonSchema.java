package org.geocrop.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema, in the words that JSON Schema 2020-12 and OpenAPI 3.0 share. Words come in the order in which they were
 * said. Immutable.
 */
public final class JsonSchema {

    private final Map<String, Object> words;

    private JsonSchema(Map<String, Object> words) {
        this.words = Collections.unmodifiableMap(words);
    }

    /** Of any value. */
    public static JsonSchema any() {
        return new JsonSchema(new LinkedHashMap<>());
    }

    /** Of one type: {@code string}, {@code number}, {@code integer}, {@code boolean}, {@code array}, {@code object}. */
    public static JsonSchema of(String type) {
        return any().with("type", type);
    }

    public static JsonSchema text() {
        return of("string");
    }

    public static JsonSchema text(List<?> values) {
        return text().with("enum", values);
    }

    public static JsonSchema list(JsonSchema items) {
        return of("array").with("items", items);
    }

    /** A list of so many numbers. */
    public static JsonSchema numbers(int min, int max) {
        return of("array").with("minItems", min).with("maxItems", max).with("items", of("number"));
    }

    /** An object with members that are known by name. */
    public static JsonSchema object(Map<String, JsonSchema> members) {
        return of("object").with("properties", members);
    }

    /** One of several forms. */
    public static JsonSchema anyOf(List<JsonSchema> forms) {
        return any().with("anyOf", forms);
    }

    /** Exactly one of several forms. */
    public static JsonSchema oneOf(JsonSchema... forms) {
        return any().with("oneOf", List.of(forms));
    }

    public static JsonSchema reference(String to) {
        return any().with("$ref", to);
    }

    /** The same, or null. */
    public JsonSchema orNull() {
        return anyOf(List.of(this, any().with("enum", Collections.singletonList(null))));
    }

    public JsonSchema title(String title) {
        return with("title", title);
    }

    public JsonSchema format(String format) {
        return with("format", format);
    }

    public JsonSchema pattern(String pattern) {
        return with("pattern", pattern);
    }

    /** Of a text, its most characters. */
    public JsonSchema maxLength(int length) {
        return with("maxLength", length);
    }

    public JsonSchema between(Number min, Number max) {
        return with("minimum", min).with("maximum", max);
    }

    /** What a value that is left out means. */
    public JsonSchema otherwise(Object value) {
        return with("default", value);
    }

    public JsonSchema require(List<String> members) {
        return with("required", members);
    }

    /** The same with one more word, or another value of it. */
    public JsonSchema with(String word, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(words);
        more.put(word, value);
        return new JsonSchema(more);
    }

    /** Its type; that of its forms where they all have the same, else empty. */
    public String type() {
        if (words.get("type") instanceof String type) {
            return type;
        }
        List<String> types = forms().stream().map(JsonSchema::type).distinct().toList();
        return types.size() == 1 ? types.get(0) : "";
    }

    /** The titles of its forms, one of which a value has to have; of a form without a title, all of it. */
    public List<String> formTitles() {
        return forms().stream()
                .map(form -> form.words.get("title") instanceof String title ? title : form.toString())
                .toList();
    }

    /** Whether it, or one of its forms, has a format. */
    public boolean hasFormat(String format) {
        return format.equals(words.get("format")) || forms().stream().anyMatch(form -> form.hasFormat(format));
    }

    private List<JsonSchema> forms() {
        Object forms = words.getOrDefault("anyOf", words.getOrDefault("oneOf", List.of()));
        return ((List<?>) forms).stream().map(JsonSchema.class::cast).toList();
    }

    /** As Jackson writes it. */
    @JsonValue
    Map<String, Object> written() {
        return words;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonSchema schema && schema.words.equals(words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    /** As JSON. */
    @Override
    public String toString() {
        return Json.of(words).toString();
    }
}
