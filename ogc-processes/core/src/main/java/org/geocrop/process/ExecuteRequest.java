package org.geocrop.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;

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
        ForeignJson inputs,
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
    public static ExecuteRequest read(ProcessDescription process, ForeignJson request, References references) {
        if (!request.isObject()) {
            throw new InvalidRequestException("An execute request is a JSON object with 'inputs'");
        }
        request.requireOnly(MEMBERS, "An execute request");
        checkFormer(process, request);
        ForeignJson given = request.get("inputs");
        if (!given.isObject() && !given.isMissing()) {
            throw new InvalidRequestException("inputs: is an object with a member for each input");
        }
        ForeignJson inputs = new InputReader(process, references).read(given);
        return new ExecuteRequest(inputs, outputs(process, request), response(request), subscriber(request));
    }

    /** What drafts before version 1.0 had in a request, and clients still send. */
    private static void checkFormer(ProcessDescription process, ForeignJson request) {
        ForeignJson mode = request.get("mode");
        if (!mode.isMissing() && !MODES.contains(mode.text())) {
            throw new InvalidRequestException("mode: is sync, async or auto; the header Prefer says it, too");
        }
        ForeignJson named = request.get("process");
        String address = named.text();
        if (!named.isMissing()
                && !address.substring(address.lastIndexOf('/') + 1).equals(process.id())) {
            throw new InvalidRequestException("process: is that of the address, " + process.id() + ", or left out");
        }
    }

    /**
     * A request that was checked when its job was accepted, maybe by an earlier version.
     *
     * @param stored as {@link #write} wrote it
     */
    public static ExecuteRequest trusted(byte[] stored) throws Json.MalformedException {
        ForeignJson request = ForeignJson.read(stored);
        Map<String, ForeignJson> inputs = request.get("inputs").members();
        FORMER_INPUTS.forEach((before, now) -> {
            ForeignJson value = inputs.remove(before);
            if (value != null) {
                inputs.put(now, value);
            }
        });
        Map<String, Wish> outputs = new LinkedHashMap<>();
        request.get("outputs").members().forEach((name, wish) -> outputs.put(name, wish(wish)));
        return new ExecuteRequest(ForeignJson.of(inputs), outputs, response(request), subscriber(request));
    }

    /** The form in which it is stored: that of a request, with its inputs as they were read. */
    public byte[] write() {
        Map<String, Stored.Output> wishes = new LinkedHashMap<>();
        outputs.forEach((name, wish) -> wishes.put(name, Stored.Output.of(wish)));
        return Json.write(new Stored(
                inputs,
                wishes.isEmpty() ? null : wishes,
                response == null ? null : response.name().toLowerCase(Locale.ROOT),
                subscriber.isEmpty() ? null : Stored.Subscriber.of(subscriber)));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Stored(
            ForeignJson inputs,
            @Nullable Map<String, Output> outputs,
            @Nullable String response,
            @Nullable Subscriber subscriber) {

        @JsonInclude(JsonInclude.Include.NON_NULL)
        record Output(@Nullable Format format, @Nullable String transmissionMode) {

            static Output of(Wish wish) {
                return new Output(
                        wish.mediaType.isEmpty() ? null : new Format(wish.mediaType),
                        wish.byReference == null ? null : wish.byReference ? "reference" : "value");
            }
        }

        record Format(String mediaType) {}

        @JsonInclude(JsonInclude.Include.NON_NULL)
        record Subscriber(
                @Nullable URI successUri,
                @Nullable URI inProgressUri,
                @Nullable URI failedUri) {

            static Subscriber of(ExecuteRequest.Subscriber who) {
                return new Subscriber(who.success, who.inProgress, who.failed);
            }
        }
    }

    /** Wanted media types by output, as {@link Execution} takes them. */
    public Map<String, String> formats() {
        Map<String, String> formats = new LinkedHashMap<>();
        outputs.forEach((name, wish) -> formats.put(name, wish.mediaType));
        return formats;
    }

    private static Map<String, Wish> outputs(ProcessDescription process, ForeignJson request) {
        ForeignJson given = request.get("outputs");
        if (!given.isMissing() && !given.isObject()) {
            throw new InvalidRequestException("outputs: is an object with a member for each output that is wanted");
        }
        Map<String, Wish> wishes = new LinkedHashMap<>();
        given.members().forEach((name, wanted) -> {
            ProcessDescription.Output output = process.outputs().get(name);
            if (output == null) {
                throw new InvalidRequestException(
                        "outputs/" + InvalidRequestException.shown(name) + ": the process has no such output; it has "
                                + process.outputs().keySet());
            }
            if (!wanted.isObject()) {
                throw new InvalidRequestException("outputs/" + name + ": is an object such as {}");
            }
            ForeignJson mode = wanted.get("transmissionMode");
            if (!mode.isMissing() && !"value".equals(mode.text()) && !"reference".equals(mode.text())) {
                throw new InvalidRequestException("outputs/" + name + "/transmissionMode: is value or reference");
            }
            ForeignJson format = wanted.get("format");
            ForeignJson type = format.get("mediaType");
            boolean known = type.isMissing() || output.mediaTypes().contains(type.text());
            if (!known || !(format.isMissing() || format.isObject())) {
                throw new InvalidRequestException(
                        "outputs/" + name + "/format: the media types of this output are " + output.mediaTypes());
            }
            wishes.put(name, wish(wanted));
        });
        return wishes;
    }

    private static Wish wish(ForeignJson json) {
        ForeignJson mode = json.get("transmissionMode");
        Boolean byReference =
                mode.isMissing() ? null : Boolean.valueOf(mode.text().equals("reference"));
        return new Wish(json.get("format").text("mediaType"), byReference);
    }

    private static @Nullable Response response(ForeignJson request) {
        ForeignJson response = request.get("response");
        if (response.isMissing()) {
            return null;
        }
        return switch (response.text()) {
            case "raw" -> Response.RAW;
            case "document" -> Response.DOCUMENT;
            default -> throw new InvalidRequestException("response: is raw or document");
        };
    }

    private static Subscriber subscriber(ForeignJson request) {
        ForeignJson who = request.get("subscriber");
        if (who.isMissing()) {
            return Subscriber.NOBODY;
        }
        if (!who.isObject()) {
            throw new InvalidRequestException("subscriber: is an object with successUri, inProgressUri or failedUri");
        }
        return new Subscriber(uri(who, "successUri"), uri(who, "inProgressUri"), uri(who, "failedUri"));
    }

    private static @Nullable URI uri(ForeignJson who, String name) {
        ForeignJson uri = who.get(name);
        if (uri.isMissing()) {
            return null;
        }
        return href("subscriber/" + name, uri);
    }

    /** An absolute address of a bounded length. */
    static URI href(String where, ForeignJson given) {
        String text = given.text();
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
