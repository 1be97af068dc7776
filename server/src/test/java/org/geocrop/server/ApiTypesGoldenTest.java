package org.geocrop.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geocrop.json.Json;
import org.junit.jupiter.api.Test;

/** The types that the page is built with are those of the API definition. */
class ApiTypesGoldenTest {

    private static final Path TYPES = Path.of("../web/src/api/schema.d.ts");

    @Test
    void thePageHasTheTypesOfTheApi() throws Exception {
        String types = "// The API definition's schemas: `make bless` writes them, and a test compares them.\n"
                + TypeScript.types(new ApiDefinition().document().at("/components/schemas"));
        if (Boolean.getBoolean("geocrop.bless")) {
            Files.writeString(TYPES, types);
        }
        assertThat(TYPES).as("make bless writes it").hasContent(types);
    }

    @Test
    void schemasBecomeTypes() throws Exception {
        String schemas = """
                {"B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"enum": [null]}]},
                 "A": {"type": "object", "description": "An A", "required": ["one", "list"],
                       "properties": {
                         "one": {"type": "integer", "description": "The first"},
                         "list": {"type": "array", "items": {"type": "string", "enum": ["x", "y"]}},
                         "more": {"type": "object", "additionalProperties": {"type": "number"}},
                         "any": {}}}}
                """;
        assertThat(TypeScript.types(Json.read(schemas.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("""

                /** An A. */
                export type A = {
                  /** The first. */
                  one: number;
                  list: ("x" | "y")[];
                  more?: Record<string, number>;
                  any?: unknown;
                };

                export type B = A | null;
                """);
    }
}
