package org.geocrop.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.geocrop.document.ClassArea;
import org.geocrop.document.RefinedSummary;
import org.geocrop.document.ZoneFigures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentSchemaTest {

    private enum Kind {
        BIG,
        SMALL
    }

    @Document
    private record Inner(float[] someNumbers, @Nullable String note) {}

    @Document
    private record Outer(
            long zValue,
            @JsonPropertyDescription("Why") @Nullable Double aShare,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer maybe,

            @JsonProperty("class") String name,
            Kind kind,
            boolean isDone,
            List<Inner> parts,
            Map<String, Integer> counts) {}

    /** Written by Jackson alone, with null for what is missing. */
    private record Plain(String camelCase, @Nullable String missing) {}

    private record Odd(URI address) {}

    private static String text(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    @Test
    void documentsAreWrittenInTheOrderOfTheirComponents() {
        Outer outer = new Outer(
                1, null, null, "maize", Kind.BIG, true, List.of(new Inner(new float[] {0.1f}, null)), Map.of("b", 2));
        assertThat(text(outer))
                .isEqualTo("{\"z_value\":1,\"maybe\":null,\"class\":\"maize\",\"kind\":\"BIG\",\"is_done\":true,"
                        + "\"parts\":[{\"some_numbers\":[0.1]}],\"counts\":{\"b\":2}}");
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws Exception {
        RefinedSummary summary =
                new RefinedSummary(3, 0.03, List.of(new ClassArea(1, "maize", "#aabbcc", 3, 0.03, 1, null)));
        assertThat(Json.to(Json.read(Json.write(summary)), RefinedSummary.class))
                .isEqualTo(summary);
    }

    @Test
    void aSchemaSaysWhatIsThereAndWhatMayBeMissing() throws Exception {
        assertThat(Json.of(DocumentSchema.of(Outer.class))).isEqualTo(Json.read("""
                {"type": "object",
                 "required": ["z_value", "maybe", "class", "kind", "is_done", "parts", "counts"],
                 "properties": {
                   "z_value": {"type": "integer"},
                   "a_share": {"type": "number", "description": "Why"},
                   "maybe": {"anyOf": [{"type": "integer"}, {"enum": [null]}]},
                   "class": {"type": "string"},
                   "kind": {"type": "string", "enum": ["BIG", "SMALL"]},
                   "is_done": {"type": "boolean"},
                   "parts": {"type": "array", "items": {
                     "type": "object",
                     "required": ["some_numbers"],
                     "properties": {
                       "some_numbers": {"type": "array", "items": {"type": "number"}},
                       "note": {"type": "string"}}}},
                   "counts": {"type": "object", "additionalProperties": {"type": "integer"}}}}
                """.getBytes(StandardCharsets.UTF_8)));
        assertThat(Json.of(DocumentSchema.of(Plain.class))).isEqualTo(Json.read("""
                {"type": "object",
                 "required": ["camelCase", "missing"],
                 "properties": {
                   "camelCase": {"type": "string"},
                   "missing": {"anyOf": [{"type": "string"}, {"enum": [null]}]}}}
                """.getBytes(StandardCharsets.UTF_8)));
        assertThat(text(new Plain("a", null))).isEqualTo("{\"camelCase\":\"a\",\"missing\":null}");
    }

    @Test
    void topLevelRecordsHaveNames() {
        var schemas = DocumentSchema.all("#/", List.of(RefinedSummary.class, ZoneFigures.class));
        assertThat(schemas).containsOnlyKeys("ClassArea", "RefinedSummary", "ZoneFigures");
        assertThat(Json.of(schemas.get("RefinedSummary"))
                        .at("/properties/classes/items/$ref")
                        .asString())
                .isEqualTo("#/ClassArea");
        assertThat(Json.of(schemas.get("ZoneFigures")).path("anyOf").size()).isEqualTo(2);
    }

    @Test
    void whatHasNoSchemaIsNamed() {
        assertThatThrownBy(() -> DocumentSchema.of(Odd.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.net.URI");
    }
}
