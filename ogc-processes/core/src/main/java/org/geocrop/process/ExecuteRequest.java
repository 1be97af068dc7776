package org.geocrop.process;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.Json;
import org.geocrop.json.Members;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An execute request (OGC 18-062r2, clause 7.11) with inputs resolved, defaults left to the process, and outputs that
 * exist.
 *
 * @param inputs by name; each a plain value
 * @param outputs that were asked for, in order; empty for all
 * @param response how results are put; null if the request leaves it to content negotiation
 * @param subscriber who is called back
 */
public record ExecuteRequest(
        ObjectNode inputs,
        Map<String, Wish> outputs,
        @Nullable Response response,
        Subscriber subscriber) {

    private static final int MAX_URI = 2000;
    private static final Set<String> MEMBERS = Set.of("inputs", "outputs", "response", "subscriber", "mode", "process");

    private static final Set<String> MODES = Set.of("sync", "async", "auto");

    /** Inputs by the names that they had before version 1. */
    private static final Map<String, String> FORMER_INPUTS =
            Map.of("least", "min_samples_per_class", "least_patch", "min_patch_pixels");

    /** How results are put. */
    public enum Response {
        RAW,
        DOCUMENT
    }

    /**
     * How an output is wanted.
     *
     * @param mediaType empty for the default one
     * @param byReference null for the default way
     */
    public record Wish(String mediaType, @Nullable Boolean byReference) {}

    /** Addresses that hear of a job; each may be null. */
    public record Subscriber(
            @Nullable URI success,
            @Nullable URI inProgress,
            @Nullable URI failed) {

        public static final Subscriber NOBODY = new Subscriber(null, null, null);

        public boolean isEmpty() {
            return success == null && inProgress == null && failed == null;
        }
    }

    /**
     * Reads and checks a request.
     *
     * @param references fetches inputs that are given as {@code href}
     * @throws InvalidRequestException pointing at what is wrong
     */
    public static ExecuteRequest read(ProcessDescription process, JsonNode request, References references) {
        if (!request.isObject()) {
            throw new InvalidRequestException("An execute request is a JSON object with 'inputs'");
        }
        Members.only(request, MEMBERS, "An execute request");
        checkFormer(process, request);
        JsonNode given = request.path("inputs");
        if (!given.isObject() && !given.isMissingNode()) {
            throw new InvalidRequestException("inputs: is an object with a member for each input");
        }
        ObjectNode inputs = new InputReader(process, references).read(given);
        return new ExecuteRequest(inputs, outputs(process, request), response(request), subscriber(request));
    }

    /** What drafts before version 1.0 had in a request, and clients still send. */
    private static void checkFormer(ProcessDescription process, JsonNode request) {
        JsonNode mode = request.path("mode");
        if (!mode.isMissingNode() && !MODES.contains(mode.asString(""))) {
            throw new InvalidRequestException("mode: is sync, async or auto; the header Prefer says it, too");
        }
        JsonNode named = request.path("process");
        String address = named.asString("");
        if (!named.isMissingNode()
                && !address.substring(address.lastIndexOf('/') + 1).equals(process.id())) {
            throw new InvalidRequestException("process: is that of the address, " + process.id() + ", or left out");
        }
    }

    /** A request that was checked when its job was accepted, maybe by an earlier version. */
    public static ExecuteRequest trusted(JsonNode stored) {
        FORMER_INPUTS.forEach((before, now) -> {
            if (stored.path("inputs") instanceof ObjectNode inputs && inputs.has(before)) {
                inputs.set(now, inputs.remove(before));
            }
        });
        Map<String, Wish> outputs = new LinkedHashMap<>();
        stored.path("outputs").properties().forEach(entry -> outputs.put(entry.getKey(), wish(entry.getValue())));
        return new ExecuteRequest((ObjectNode) stored.path("inputs"), outputs, response(stored), subscriber(stored));
    }

    /** The form in which it is stored. */
    public ObjectNode write() {
        ObjectNode json = Json.object();
        json.set("inputs", inputs);
        if (!outputs.isEmpty()) {
            ObjectNode wishes = json.putObject("outputs");
            outputs.forEach((name, wish) -> {
                ObjectNode each = wishes.putObject(name);
                if (!wish.mediaType.isEmpty()) {
                    each.putObject("format").put("mediaType", wish.mediaType);
                }
                if (wish.byReference != null) {
                    each.put("transmissionMode", wish.byReference ? "reference" : "value");
                }
            });
        }
        if (response != null) {
            json.put("response", response == Response.RAW ? "raw" : "document");
        }
        if (!subscriber.isEmpty()) {
            ObjectNode who = json.putObject("subscriber");
            put(who, "successUri", subscriber.success);
            put(who, "inProgressUri", subscriber.inProgress);
            put(who, "failedUri", subscriber.failed);
        }
        return json;
    }

    /** Wanted media types by output, as {@link Execution} takes them. */
    public Map<String, String> formats() {
        Map<String, String> formats = new LinkedHashMap<>();
        outputs.forEach((name, wish) -> formats.put(name, wish.mediaType));
        return formats;
    }

    private static void put(ObjectNode json, String name, @Nullable URI uri) {
        if (uri != null) {
            json.put(name, uri.toString());
        }
    }

    private static Map<String, Wish> outputs(ProcessDescription process, JsonNode request) {
        JsonNode given = request.path("outputs");
        if (!given.isMissingNode() && !given.isObject()) {
            throw new InvalidRequestException("outputs: is an object with a member for each output that is wanted");
        }
        Map<String, Wish> wishes = new LinkedHashMap<>();
        given.properties().forEach(entry -> {
            String name = entry.getKey();
            ProcessDescription.Output output = process.outputs().get(name);
            if (output == null) {
                throw new InvalidRequestException(
                        "outputs/" + InvalidRequestException.shown(name) + ": the process has no such output; it has "
                                + process.outputs().keySet());
            }
            if (!entry.getValue().isObject()) {
                throw new InvalidRequestException("outputs/" + name + ": is an object such as {}");
            }
            JsonNode mode = entry.getValue().path("transmissionMode");
            if (!mode.isMissingNode() && !"value".equals(mode.asString("")) && !"reference".equals(mode.asString(""))) {
                throw new InvalidRequestException("outputs/" + name + "/transmissionMode: is value or reference");
            }
            JsonNode format = entry.getValue().path("format");
            JsonNode type = format.path("mediaType");
            boolean known = type.isMissingNode() || output.mediaTypes().contains(type.asString(""));
            if (!known || !(format.isMissingNode() || format.isObject())) {
                throw new InvalidRequestException(
                        "outputs/" + name + "/format: the media types of this output are " + output.mediaTypes());
            }
            wishes.put(name, wish(entry.getValue()));
        });
        return wishes;
    }

    private static Wish wish(JsonNode json) {
        JsonNode mode = json.path("transmissionMode");
        Boolean byReference =
                mode.isMissingNode() ? null : Boolean.valueOf(mode.asString("").equals("reference"));
        return new Wish(json.path("format").path("mediaType").asString(""), byReference);
    }

    private static @Nullable Response response(JsonNode request) {
        JsonNode response = request.path("response");
        if (response.isMissingNode()) {
            return null;
        }
        return switch (response.asString("")) {
            case "raw" -> Response.RAW;
            case "document" -> Response.DOCUMENT;
            default -> throw new InvalidRequestException("response: is raw or document");
        };
    }

    private static Subscriber subscriber(JsonNode request) {
        JsonNode who = request.path("subscriber");
        if (who.isMissingNode()) {
            return Subscriber.NOBODY;
        }
        if (!who.isObject()) {
            throw new InvalidRequestException("subscriber: is an object with successUri, inProgressUri or failedUri");
        }
        return new Subscriber(uri(who, "successUri"), uri(who, "inProgressUri"), uri(who, "failedUri"));
    }

    private static @Nullable URI uri(JsonNode who, String name) {
        JsonNode uri = who.path(name);
        if (uri.isMissingNode()) {
            return null;
        }
        return href("subscriber/" + name, uri);
    }

    /** An absolute address of a bounded length. */
    static URI href(String where, JsonNode given) {
        String text = given.asString("");
        try {
            URI uri = URI.create(text);
            if (!text.isEmpty() && text.length() <= MAX_URI && uri.isAbsolute()) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(where + ": is not an absolute http or https address", e);
        }
        throw new InvalidRequestException(where + ": is not an absolute http or https address");
    }
}
