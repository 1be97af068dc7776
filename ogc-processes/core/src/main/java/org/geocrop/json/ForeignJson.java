package org.geocrop.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value of JSON that others write, and whose shape is theirs: what is known of it is read by name and type, the rest is
 * handed on as it came. It knows its place in the document, which faults name. What is not there is a value that
 * {@link #isMissing}, so that a chain of names needs no checks. Immutable.
 */
public final class ForeignJson implements Iterable<ForeignJson> {

    private static final ForeignJson MISSING = new ForeignJson(MissingNode.getInstance(), null, "");

    private final JsonNode node;
    private final @Nullable ForeignJson parent;
    private final Object name;

    private ForeignJson(JsonNode node, @Nullable ForeignJson parent, Object name) {
        this.node = node;
        this.parent = parent;
        this.name = name;
    }

    /** Reads a document. */
    public static ForeignJson read(byte[] utf8) throws Json.MalformedException {
        return new ForeignJson(Json.read(utf8), null, "");
    }

    /** What is written of a record, map, list or value. */
    public static ForeignJson of(@Nullable Object value) {
        return value instanceof ForeignJson known ? known : new ForeignJson(tree(value), null, "");
    }

    /** Values that are JSON already are not written again: they may be large. */
    private static JsonNode tree(@Nullable Object value) {
        if (value instanceof ForeignJson json) {
            return json.node;
        }
        if (value instanceof Map<?, ?> members) {
            ObjectNode object = Json.object();
            members.forEach((name, member) -> object.set(String.valueOf(name), tree(member)));
            return object;
        }
        if (value instanceof Collection<?> elements) {
            ArrayNode list = Json.array();
            elements.forEach(element -> list.add(tree(element)));
            return list;
        }
        return value instanceof JsonNode tree ? tree : Json.of(value);
    }

    /** An object without members. */
    public static ForeignJson empty() {
        return of(Map.of());
    }

    /** Nothing at all. */
    public static ForeignJson missing() {
        return MISSING;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private static ForeignJson within(JsonNode node) {
        return new ForeignJson(node, null, "");
    }

    /** As Jackson writes it, and libraries take it; not to be changed. */
    @JsonValue
    public JsonNode node() {
        return node;
    }

    public boolean isMissing() {
        return node.isMissingNode();
    }

    /** Whether it is missing or null. */
    public boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isList() {
        return node.isArray();
    }

    public boolean isText() {
        return node.isString();
    }

    public boolean isNumber() {
        return node.isNumber();
    }

    /** Whether it is a number of 32 bits without a fraction. */
    public boolean isWhole() {
        return node.isInt();
    }

    public boolean isFlag() {
        return node.isBoolean();
    }

    /** Whether it is a text, a number, a flag or null. */
    public boolean isSingle() {
        return node.isValueNode();
    }

    /** Whether an object has a member, null or not. */
    public boolean has(String member) {
        return node.has(member);
    }

    /** A member of an object. */
    public ForeignJson get(String member) {
        return new ForeignJson(node.path(member), this, member);
    }

    /** An element of a list, from 0. */
    public ForeignJson get(int index) {
        return new ForeignJson(node.path(index), this, index);
    }

    /** Members of an object or elements of a list. */
    public int size() {
        return node.size();
    }

    /** Names of an object's members, in their order; none of anything else. */
    public Set<String> names() {
        return Collections.unmodifiableSet(members().keySet());
    }

    /** An object's members, in their order; none of anything else. */
    public Map<String, ForeignJson> members() {
        Map<String, ForeignJson> members = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> members.put(each.getKey(), new ForeignJson(each.getValue(), this, each.getKey())));
        return members;
    }

    /** A list's elements; none of anything else. */
    @Override
    public Iterator<ForeignJson> iterator() {
        return stream().iterator();
    }

    /** Likewise. */
    public Stream<ForeignJson> stream() {
        return node.isArray() ? java.util.stream.IntStream.range(0, node.size()).mapToObj(this::get) : Stream.empty();
    }

    /** A text, or a number or flag as one; empty of anything else. */
    public String text() {
        return node.asString("");
    }

    /** As a cell of a table: a text as it is, lists and objects as JSON; empty where it is absent. */
    public String cell() {
        return isAbsent() ? "" : node.isValueNode() ? node.asString() : node.toString();
    }

    /** A member's text. */
    public String text(String member) {
        return node.path(member).asString("");
    }

    /** Likewise; another where there is none. */
    public String text(String member, String otherwise) {
        return node.path(member).asString(otherwise);
    }

    /** Likewise; null where there is none. */
    public @Nullable String textOrNull(String member) {
        return node.path(member).asString(null);
    }

    /** A list's elements as texts. */
    public List<String> texts() {
        return stream().map(ForeignJson::text).toList();
    }

    /** A number, also one that is written as a text; NaN of anything else. */
    public double number() {
        return node.asDouble(Double.NaN);
    }

    /** Likewise of a member. */
    public double number(String member) {
        return number(member, Double.NaN);
    }

    /** Likewise; another where there is none. */
    public double number(String member, double otherwise) {
        return node.path(member).asDouble(otherwise);
    }

    /** A list's elements as numbers. */
    public double[] numbers() {
        return stream().mapToDouble(ForeignJson::number).toArray();
    }

    /** A number of 32 bits; another where it is none. */
    public int whole(int otherwise) {
        return node.asInt(otherwise);
    }

    /** Likewise of a member. */
    public int whole(String member, int otherwise) {
        return node.path(member).asInt(otherwise);
    }

    /** Likewise, false where there is none. */
    public boolean flag() {
        return node.asBoolean(false);
    }

    /** Likewise of a member. */
    public boolean flag(String member) {
        return node.path(member).asBoolean(false);
    }

    /** Where it stands in its document, such as {@code features/3/geometry}; empty for all of it. */
    public String place() {
        if (parent == null) {
            return "";
        }
        String outer = parent.place();
        return outer.isEmpty() ? name.toString() : outer + "/" + name;
    }

    /** What is wrong with it, as a fault at its place. */
    public InvalidRequestException fault(String reason) {
        return InvalidRequestException.at(place(), reason);
    }

    /**
     * Checks an object's members: one that is not read would be ignored in silence.
     *
     * @param what of which the error tells, such as {@code A key}
     * @throws InvalidRequestException naming those that it may not have, and those that it may
     */
    public void requireOnly(Set<String> members, String what) {
        Set<String> unknown = new TreeSet<>(names());
        unknown.removeAll(members);
        if (!unknown.isEmpty()) {
            throw new InvalidRequestException(what + " has no member "
                    + InvalidRequestException.shown(unknown.toString()) + "; it may have " + new TreeSet<>(members));
        }
    }

    /** An object with one more member, or another in its place; of anything else, an object with that alone. */
    public ForeignJson with(String member, @Nullable Object value) {
        ObjectNode copy = Json.object();
        if (node instanceof ObjectNode object) {
            copy.setAll(object);
        }
        return new ForeignJson(copy.set(member, tree(value)), parent, name);
    }

    /** An object with all members of another, too. */
    public ForeignJson withAll(ForeignJson more) {
        ForeignJson all = this;
        for (Map.Entry<String, ForeignJson> each : more.members().entrySet()) {
            all = all.with(each.getKey(), each.getValue());
        }
        return all;
    }

    /** The value as a record whose members are all known. */
    public <T> T to(Class<T> type) throws Json.MalformedException {
        return Json.to(node, type);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ForeignJson json && json.node.equals(node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    /** As JSON. */
    @Override
    public String toString() {
        return node.toString();
    }
}
