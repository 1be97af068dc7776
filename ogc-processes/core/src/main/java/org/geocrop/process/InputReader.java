package org.geocrop.process;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;

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

    ForeignJson read(ForeignJson given) {
        Set<String> unknown = new TreeSet<>(given.names());
        unknown.removeAll(process.inputs().keySet());
        if (!unknown.isEmpty()) {
            throw new InvalidRequestException(
                    "inputs: the process has no input " + InvalidRequestException.shown(unknown.toString())
                            + "; its inputs are " + process.inputs().keySet());
        }
        Map<String, Object> inputs = new LinkedHashMap<>();
        for (Map.Entry<String, ProcessDescription.Input> entry :
                process.inputs().entrySet()) {
            String name = entry.getKey();
            ProcessDescription.Input input = entry.getValue();
            ForeignJson value = given.get(name);
            if (value.isAbsent()) {
                if (input.minOccurs() > 0) {
                    throw new InvalidRequestException(
                            "inputs/" + name + ": `" + name + "` is required: " + input.description());
                }
                continue;
            }
            inputs.put(name, input.maxOccurs() > 1 ? several(name, input, value) : one("inputs/" + name, input, value));
        }
        return ForeignJson.of(inputs);
    }

    /** An input of which there may be several is an array of them; one alone may stand for itself. */
    private List<ForeignJson> several(String name, ProcessDescription.Input input, ForeignJson given) {
        if (!given.isList()) {
            return List.of(one("inputs/" + name, input, given));
        }
        if (given.size() > input.maxOccurs() || given.size() < input.minOccurs()) {
            throw new InvalidRequestException("inputs/" + name + ": has " + input.minOccurs() + " to "
                    + input.maxOccurs() + " values, not " + given.size());
        }
        List<ForeignJson> values = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            values.add(one("inputs/" + name + "/" + i, input, given.get(i)));
        }
        return values;
    }

    private ForeignJson one(String where, ProcessDescription.Input input, ForeignJson given) {
        Schema schema = SCHEMAS.getSchema(Json.of(input.schema()));
        if (given.isObject() && given.has("href")) {
            return valid(where, input, schema, fetch(where, given, input));
        }
        if (given.isObject() && given.has("value")) {
            ForeignJson value = given.get("value");
            // An object may have a member of that name itself.
            boolean wrapped = schema.validate(value.node()).isEmpty()
                    || !schema.validate(given.node()).isEmpty();
            return wrapped ? valid(where, input, schema, value) : given;
        }
        return valid(where, input, schema, given);
    }

    private ForeignJson fetch(String where, ForeignJson link, ProcessDescription.Input input) {
        if (++fetched > MAX_REFERENCES) {
            throw new InvalidRequestException(
                    where + ": a request has at most " + MAX_REFERENCES + " inputs by reference");
        }
        URI href = ExecuteRequest.href(where + "/href", link.get("href"));
        byte[] bytes;
        try {
            bytes = references.fetch(href);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(where + "/href: " + e.getMessage(), e);
        }
        if (input.schema().type().equals("string")) {
            return ForeignJson.of(new String(bytes, StandardCharsets.UTF_8));
        }
        try {
            return ForeignJson.read(bytes);
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException(where + "/href: what is there is not JSON: " + e.getMessage(), e);
        }
    }

    private static ForeignJson valid(String where, ProcessDescription.Input input, Schema schema, ForeignJson value) {
        List<Error> errors = schema.validate(value.node());
        if (errors.isEmpty()) {
            return value;
        }
        List<String> forms = input.schema().formTitles();
        if (!forms.isEmpty()) {
            throw new InvalidRequestException(
                    where + ": " + shown(value) + " fits none of the forms of this input: " + String.join("; ", forms));
        }
        Error first = errors.get(0);
        throw new InvalidRequestException(
                where + at(first) + ": " + first.getMessage() + "; got " + shown(first.getInstanceNode()));
    }

    private static String at(Error error) {
        String path = String.valueOf(error.getInstanceLocation());
        return path.startsWith("$") ? path.substring(1).replace('.', '/') : path;
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
