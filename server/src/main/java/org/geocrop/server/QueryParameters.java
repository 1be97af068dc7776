package org.geocrop.server;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.request.ContentNegotiation;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.JsonNode;

/**
 * Holds requests to the API definition: a query parameter that an operation does not have, or a value that is not among
 * those that it may have, is refused. Where other standards and clients want unknown parameters ignored (WMS, WMTS,
 * tilers), a header says which were.
 */
@Configuration(proxyBeanMethods = false)
class QueryParameters implements HandlerInterceptor, WebMvcConfigurer {

    private static final Pattern IGNORING = Pattern.compile("/(wms|wmts|xyz|results|doctor|actuator)(/.*)?");
    /** Of these, names may be written in any case. */
    private static final Pattern ANY_CASE = Pattern.compile("/(wms|wmts|xyz|map|collections|styles)(/.*)?");

    /** Lists, and a subset of each axis. */
    private static final Set<String> REPEATED = Set.of("subset", "type", "processID", "status");

    private static final int SHOWN = 60;

    /** By method and path, variables without names: schemas of the parameters by their names. */
    private final Map<String, Map<String, JsonNode>> operations = new HashMap<>();

    QueryParameters(ApiDefinition api) {
        JsonNode definition = api.document();
        definition
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + bare(path.getKey()),
                                parameters(definition, path.getKey(), operation.getValue()))));
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    private static Map<String, JsonNode> parameters(JsonNode definition, String path, JsonNode operation) {
        Map<String, JsonNode> named =
                ANY_CASE.matcher(path).matches() ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new TreeMap<>();
        for (JsonNode each : operation.path("parameters")) {
            JsonNode parameter = each.has("$ref")
                    ? definition.at(each.path("$ref").asString().substring(1))
                    : each;
            if (parameter.path("in").asString().equals("query")) {
                named.put(parameter.path("name").asString(), parameter.path("schema"));
            }
        }
        return named;
    }

    /** A path as both the definition and Spring write it, but for the names and patterns of its variables. */
    private static String bare(String path) {
        return path.replaceAll("\\{scale[^}]*}", "").replaceAll("\\{[^}/]+}", "{}");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (query == null || pattern == null || request.getDispatcherType() != DispatcherType.REQUEST) {
            return true;
        }
        String path = bare(pattern.toString());
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Map<String, JsonNode> known = operations.get(method + " " + path);
        if (known != null && !isWebMap(request, path)) {
            Map<String, String> unknown = new TreeMap<>();
            Set<String> seen = new HashSet<>();
            for (String pair : query.split("&")) {
                String[] parts = pair.split("=", 2);
                String name = decoded(parts[0]);
                if (!known.containsKey(name) && !name.isEmpty()) {
                    unknown.put(shown(name), "");
                } else if (parts.length == 2 && !IGNORING.matcher(path).matches()) {
                    requireOnce(name, seen);
                    requireAllowed(name, decoded(parts[1]), known.get(name));
                }
            }
            answer(unknown, known, path, response);
        }
        return true;
    }

    private static void answer(
            Map<String, String> unknown, Map<String, JsonNode> known, String path, HttpServletResponse response) {
        if (unknown.isEmpty()) {
            return;
        }
        if (IGNORING.matcher(path).matches()) {
            response.addHeader("Warning", "299 geocrop \"Ignored: " + String.join(", ", unknown.keySet()) + "\"");
            return;
        }
        throw new InvalidRequestException("The query parameter "
                + unknown.keySet().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                + " is unknown here; there " + (known.isEmpty() ? "is none" : "are " + known.keySet()));
    }

    /** Its address belongs to the page. */
    private static boolean isWebMap(HttpServletRequest request, String path) {
        return path.equals("/") && ContentNegotiation.by(request) == ContentNegotiation.HTML;
    }

    /** Of two values one would be ignored. */
    private static void requireOnce(String name, Set<String> seen) {
        if (!seen.add(name.toLowerCase(Locale.ROOT)) && !REPEATED.contains(name)) {
            throw new InvalidRequestException("`" + shown(name) + "` is given twice");
        }
    }

    private static void requireAllowed(String name, String value, @Nullable JsonNode schema) {
        JsonNode allowed = schema == null ? null : schema.get("enum");
        if (allowed != null
                && allowed.valueStream().noneMatch(one -> one.asString().equals(value))) {
            throw new InvalidRequestException("`" + name + "` must be one of "
                    + allowed.valueStream().map(JsonNode::asString).toList() + ", not " + shown(value));
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("The query has a % that is followed by no two hexadecimal digits", e);
        }
    }

    private static String shown(String text) {
        String clean = text.replaceAll("[^ -~]|[\"\\\\]", "?");
        return clean.length() > SHOWN ? clean.substring(0, SHOWN) : clean;
    }
}
