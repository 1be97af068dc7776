package org.geocrop.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON reader and writer: bounded depth and lengths, duplicate keys refused, keys in the order written. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(4_000_000)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();
    /** Of what comes from outside: 1e999 is no number that anything here could work with. */
    private static final JsonMapper READER =
            MAPPER.rebuild().nodeFactory(new FiniteNumbers()).build();

    private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

    /** More than a float or a 32-bit integer has, fewer than what sums of doubles keep. */
    private static final MathContext DIGITS = new MathContext(12);

    private Json() {}

    /** Thrown for text that is not JSON within the bounds; the message says where. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(JacksonException cause) {
            super(what(cause) + where(cause), cause);
        }

        MalformedException(String message) {
            super(message);
        }

        /** With the member that is wrong, where it is known. */
        private static String what(JacksonException e) {
            String member = e.getPath().stream()
                    .map(each ->
                            each.getPropertyName() == null ? Integer.toString(each.getIndex()) : each.getPropertyName())
                    .collect(Collectors.joining("/"));
            String message = String.valueOf(e.getOriginalMessage());
            if (member.isEmpty()) {
                return message;
            }
            return message.startsWith("Cannot map `null`") ? member + " is missing" : member + ": " + message;
        }

        private static String where(JacksonException e) {
            return e.getLocation() == null || e.getLocation().getLineNr() < 1
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
        }
    }

    private static final class FiniteNumbers extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public NumericNode numberNode(double value) {
            if (!Double.isFinite(value)) {
                throw DatabindException.from((JsonParser) null, "a number is too large");
            }
            return super.numberNode(value);
        }
    }

    public static JsonNode read(byte[] utf8) throws MalformedException {
        try {
            return READER.readTree(utf8);
        } catch (JacksonException e) {
            throw new MalformedException(e);
        }
    }

    /**
     * How many values a document has, without keeping any: objects, arrays and those in them.
     *
     * @param most where counting ends; one more is given then
     */
    public static int count(byte[] utf8, int most) throws MalformedException {
        int count = 0;
        try (JsonParser parser = MAPPER.createParser(utf8)) {
            for (JsonToken token = parser.nextToken(); token != null && count <= most; token = parser.nextToken()) {
                if (token.isStructStart() || token.isScalarValue()) {
                    count++;
                }
            }
        } catch (JacksonException e) {
            throw new MalformedException(e);
        }
        return count;
    }

    /** A document as a record whose members are all known; one that may not be null has to be there. */
    public static <T> T read(byte[] utf8, Class<T> type) throws MalformedException {
        T value = to(read(utf8), type);
        Whole.require(value, "");
        return value;
    }

    /** The value as a record or other bean; {@code type} has only plain fields. */
    public static <T> T to(JsonNode node, Class<T> type) throws MalformedException {
        T value;
        try {
            value = MAPPER.treeToValue(node, type);
        } catch (JacksonException e) {
            throw new MalformedException(e);
        }
        if (value == null) {
            throw new MalformedException("null, where a JSON object is wanted");
        }
        return value;
    }

    /** An object of names and values in turn, in this order. */
    public static Map<String, Object> members(Object... namesAndValues) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }

    public static JsonNode of(@Nullable Object value) {
        return MAPPER.valueToTree(value);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Indented, for people. */
    public static byte[] pretty(Object value) {
        return PRETTY.writeValueAsString(value).concat("\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A number as documents give it, to twelve digits whatever its size; null where it is none or infinite. */
    public static @Nullable Double number(double value) {
        return Double.isFinite(value) ? rounded(value) : null;
    }

    /** A number that JSON has; null where it is none or infinite. */
    public static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }

    /** Likewise. */
    public static @Nullable Float finite(float value) {
        return Float.isFinite(value) ? Float.valueOf(value) : null;
    }

    /** A value to twelve digits, whatever its size. */
    public static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
