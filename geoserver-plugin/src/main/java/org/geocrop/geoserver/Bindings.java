package org.geocrop.geoserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geocrop.catalogue.ResultFiles;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.geojson.GeoJson;
import org.geocrop.job.Job;
import org.geocrop.json.ForeignJson;
import org.geocrop.json.Json;
import org.geocrop.process.ProcessDescription;
import org.geotools.api.data.Parameter;
import org.geotools.coverage.grid.GridCoverage2D;
import org.geotools.data.simple.SimpleFeatureCollection;
import org.geotools.text.Text;
import org.locationtech.jts.geom.Geometry;

/**
 * Inputs and outputs of a description as GeoTools parameters, of types that a WPS knows how to read: numbers, flags and
 * texts as they are, an area of interest as text or as a geometry, all other objects and lists as JSON text.
 */
final class Bindings {

    static final String AOI = "aoi";
    /** The area of interest as a geometry in CRS84, instead of {@link #AOI}. */
    static final String AREA = "area";

    /** Who sees the result. */
    static final String SHARING = "sharing";

    /** Job, layers and addresses of all outputs. */
    static final String RESULT = "result";

    private static final int CIRCLE = 3;
    private static final int BOX = 4;

    private Bindings() {}

    /** {@code classify-crops} as {@code ClassifyCrops}. */
    static String name(String processId) {
        StringBuilder name = new StringBuilder();
        for (String part : processId.split("-")) {
            name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return name.toString();
    }

    static Map<String, Parameter<?>> inputs(ProcessDescription process) {
        Map<String, Parameter<?>> parameters = new LinkedHashMap<>();
        process.inputs().forEach((name, input) -> {
            boolean isFeatures = Features.isWanted(input);
            boolean isRaster = Coverages.isWanted(input);
            int least = name.equals(AOI) || isFeatures || isRaster ? 0 : input.minOccurs();
            String more = name.equals(AOI)
                    ? ". As text: lon,lat,radius_m, or west,south,east,north, or GeoJSON; or give " + AREA
                    : isText(input) ? "" : ". As JSON text";
            parameters.put(
                    name,
                    parameter(name, type(input), input.title(), input.description() + more, least, input.maxOccurs()));
            if (name.equals(AOI)) {
                parameters.put(
                        AREA,
                        parameter(
                                AREA,
                                Geometry.class,
                                "Area of interest as a geometry",
                                "A polygon in degrees, longitude first; instead of " + AOI,
                                0,
                                1));
            }
            if (isFeatures) {
                String features = name + Features.SUFFIX;
                parameters.put(
                        features,
                        parameter(
                                features,
                                SimpleFeatureCollection.class,
                                input.title() + " as features",
                                "Such as those of a layer; instead of " + name,
                                0,
                                1));
            }
            if (isRaster) {
                String coverage = name + Coverages.SUFFIX;
                parameters.put(
                        coverage,
                        parameter(
                                coverage,
                                GridCoverage2D.class,
                                input.title() + " as a coverage",
                                "Such as that of a layer; instead of " + name,
                                0,
                                1));
            }
        });
        parameters.put(
                SHARING,
                parameter(
                        SHARING,
                        String.class,
                        "Who sees the result",
                        "private: its owner; shared: all who may run processes; public: everyone. Administrators see all",
                        0,
                        1));
        return parameters;
    }

    /** Who is to see a result, or what the settings say. */
    static Job.Sharing sharing(Map<String, Object> given, Rights rights) {
        Object wanted = given.get(SHARING);
        return wanted == null ? rights.sharing() : Rights.sharing(wanted.toString());
    }

    /**
     * The first raster, documents, and where all of them are: in this order, since GeoServer answers a WPS request for
     * one raw output with the first.
     */
    static Map<String, Parameter<?>> outputs(ProcessDescription process) {
        Map<String, Parameter<?>> parameters = new LinkedHashMap<>();
        process.outputs().forEach((name, output) -> {
            String type = output.mediaTypes().get(0);
            boolean isRaster = type.equals(ResultFiles.COG_TYPE);
            boolean hasRaster = parameters.values().stream().anyMatch(p -> p.getType() == GridCoverage2D.class);
            if (!isRaster && !ResultFiles.isBinary(type)) {
                parameters.put(name, parameter(name, String.class, output.title(), output.description(), 0, 1));
            } else if (isRaster && !hasRaster) {
                parameters.put(name, parameter(name, GridCoverage2D.class, output.title(), output.description(), 0, 1));
            }
        });
        parameters.put(
                RESULT,
                parameter(RESULT, String.class, "Result", "Job, layers and addresses of all outputs, as JSON", 1, 1));
        return parameters;
    }

    private static <T> Parameter<T> parameter(
            String name, Class<T> type, String title, String description, int least, int most) {
        return new Parameter<>(
                name, type, Text.text(title), Text.text(description), least > 0, least, most, null, Map.of());
    }

    private static boolean isText(ProcessDescription.Input input) {
        return type(input) != String.class || input.schema().type().equals("string");
    }

    private static Class<?> type(ProcessDescription.Input input) {
        return switch (input.schema().type()) {
            case "integer" -> Integer.class;
            case "number" -> Double.class;
            case "boolean" -> Boolean.class;
            default -> String.class;
        };
    }

    /**
     * Values of parameters as the {@code inputs} of a request.
     *
     * @param coverages keeps those that are given
     * @throws InvalidRequestException naming the input that can't be read
     */
    static Map<String, Object> json(ProcessDescription process, Map<String, Object> given, Coverages coverages) {
        Map<String, Object> inputs = new LinkedHashMap<>();
        if (given.get(AOI) != null && given.get(AREA) != null) {
            throw new InvalidRequestException("inputs/" + AREA + ": give either " + AOI + " or " + AREA);
        }
        given.forEach((name, value) -> {
            if (value == null || name.equals(SHARING)) {
                return;
            }
            if (name.equals(AREA) && value instanceof Geometry area) {
                inputs.put(AOI, GeoJson.write(area));
                return;
            }
            if (value instanceof SimpleFeatureCollection features && name.endsWith(Features.SUFFIX)) {
                inputs.put(instead(name, Features.SUFFIX, given), Features.json(name, features));
                return;
            }
            if (value instanceof GridCoverage2D coverage && name.endsWith(Coverages.SUFFIX)) {
                inputs.put(instead(name, Coverages.SUFFIX, given), coverages.keep(name, coverage));
                return;
            }
            ProcessDescription.Input input = process.inputs().get(name);
            if (input == null) {
                throw new InvalidRequestException("inputs/" + name + ": the process has no such input");
            }
            inputs.put(name, value instanceof Collection<?> many ? all(name, input, many) : one(name, input, value));
        });
        return inputs;
    }

    /** The input instead of which another parameter is given. */
    private static String instead(String name, String suffix, Map<String, Object> given) {
        String of = name.substring(0, name.length() - suffix.length());
        if (given.get(of) != null) {
            throw new InvalidRequestException("inputs/" + name + ": give either " + of + " or " + name);
        }
        return of;
    }

    private static List<Object> all(String name, ProcessDescription.Input input, Collection<?> values) {
        List<Object> all = new ArrayList<>();
        values.forEach(value -> all.add(one(name, input, value)));
        return all;
    }

    private static Object one(String name, ProcessDescription.Input input, Object value) {
        if (!(value instanceof String text) || input.schema().type().equals("string")) {
            return value;
        }
        String trimmed = text.trim();
        if (name.equals(AOI) && !trimmed.startsWith("{") && !trimmed.startsWith("[")) {
            return numbers(trimmed);
        }
        try {
            return ForeignJson.read(trimmed.getBytes(StandardCharsets.UTF_8));
        } catch (Json.MalformedException e) {
            throw new InvalidRequestException("inputs/" + name + ": is not JSON: " + e.getMessage(), e);
        }
    }

    private static Object numbers(String text) {
        List<Double> numbers = new ArrayList<>();
        try {
            Arrays.stream(text.split("[,\\s]+")).forEach(number -> numbers.add(Double.valueOf(number)));
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    "inputs/aoi: is lon,lat,radius_m, or west,south,east,north, or GeoJSON", e);
        }
        if (numbers.size() == BOX) {
            return Map.of("bbox", numbers);
        }
        if (numbers.size() != CIRCLE) {
            throw new InvalidRequestException(
                    "inputs/aoi: has three numbers (lon,lat,radius_m) or four (west,south,east,north), not "
                            + numbers.size());
        }
        return numbers;
    }
}
