package org.geocrop.process;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Resolves the inputs of a request to plain values: references are fetched, qualified values unwrapped; each is checked
 * against the schema of its description.
 */
final class InputReader {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final int MAX_REFERENCES = 10;

    private final ProcessDescription process;
    private final References references;
    private int fetched;

    InputReader(ProcessDescription process, References references) {
        this.process = process;
        this.references = references;
    }

    ObjectNode read(JsonNode given) {
        Set<String> unknown = new TreeSet<>(given.propertyNames());
        unknown.removeAll(process.inputs().keySet());
        if (!unknown.isEmpty()) {
            throw new InvalidRequestException(
                    "inputs: the process has no input " + InvalidRequestException.shown(unknown.toString())
                            + "; its inputs are " + process.inputs().keySet());
        }
        ObjectNode inputs = Json.object();
        for (Map.Entry<String, ProcessDescription.Input> entry :
                process.inputs().entrySet()) {
            String name = entry.getKey();
            ProcessDescription.Input input = entry.getValue();
            JsonNode value = given.path(name);
            if (value.isMissingNode() || value.isNull()) {
                if (input.minOccurs() > 0) {
                    throw new InvalidRequestException(
                            "inputs/" + name + ": `" + name + "` is required: " + input.description());
                }
                continue;
            }
            inputs.set(name, input.maxOccurs() > 1 ? several(name, input, value) : one("inputs/" + name, input, value));
        }
        return inputs;
    }

    /** An input of which there may be several is an array of them; one alone may stand for itself. */
    private ArrayNode several(String name, ProcessDescription.Input input, JsonNode given) {
        ArrayNode values = Json.array();
        if (!given.isArray()) {
            return values.add(one("inputs/" + name, input, given));
        }
        if (given.size() > input.maxOccurs() || given.size() < input.minOccurs()) {
            throw new InvalidRequestException("inputs/" + name + ": has " + input.minOccurs() + " to "
                    + input.maxOccurs() + " values, not " + given.size());
        }
        for (int i = 0; i < given.size(); i++) {
            values.add(one("inputs/" + name + "/" + i, input, given.get(i)));
        }
        return values;
    }

    private JsonNode one(String where, ProcessDescription.Input input, JsonNode given) {
        Schema schema = SCHEMAS.getSchema(input.schema());
        if (given.isObject() && given.has("href")) {
            JsonNode value = fetch(where, given, input.schema());
            return valid(where, schema, value);
        }
        if (given.isObject() && given.has("value")) {
            // An object may have a member of that name itself.
            boolean wrapped = schema.validate(given.get("value")).isEmpty()
                    || !schema.validate(given).isEmpty();
            return wrapped ? valid(where, schema, given.get("value")) : given;
        }
        return valid(where, schema, given);
    }

    private JsonNode fetch(String where, JsonNode link, ObjectNode schema) {
        if (++fetched > MAX_REFERENCES) {
            throw new InvalidRequestException(
                    where + ": a request has at most " + MAX_REFERENCES + " inputs by reference");
        }
        URI href = ExecuteRequest.href(where + "/href", link.path("href"));
        byte[] bytes;
        try {
            bytes = references.fetch(href);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(where + "/href: " + e.getMessage(), e);
        }
        if (schema.path("type").asString("").equals("string")) {
            return Json.of(new String(bytes, StandardCharsets.UTF_8));
        }
        try {
            return Json.read(bytes);
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException(where + "/href: what is there is not JSON: " + e.getMessage(), e);
        }
    }

    private static JsonNode valid(String where, Schema schema, JsonNode value) {
        List<Error> errors = schema.validate(value);
        if (errors.isEmpty()) {
            return value;
        }
        JsonNode alternatives = schema.getSchemaNode().path("anyOf");
        if (alternatives.isArray()) {
            throw new InvalidRequestException(
                    where + ": " + shown(value) + " fits none of the forms of this input: " + forms(alternatives));
        }
        for (Error error : errors) {
            if (error.getKeyword().equals("oneOf") || error.getKeyword().equals("anyOf")) {
                throw new InvalidRequestException(where + at(error) + ": " + shown(error.getInstanceNode())
                        + " fits none of the forms of this input: " + forms(error.getSchemaNode()));
            }
        }
        Error first = errors.get(0);
        throw new InvalidRequestException(
                where + at(first) + ": " + first.getMessage() + "; got " + shown(first.getInstanceNode()));
    }

    private static String at(Error error) {
        String path = String.valueOf(error.getInstanceLocation());
        return path.startsWith("$") ? path.substring(1).replace('.', '/') : path;
    }

    private static String forms(JsonNode alternatives) {
        List<String> titles = new ArrayList<>();
        for (JsonNode alternative : alternatives) {
            titles.add(alternative.path("title").asString(alternative.toString()));
        }
        return titles.stream().collect(Collectors.joining("; "));
    }

    private static String shown(JsonNode value) {
        String text = String.valueOf(value);
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
