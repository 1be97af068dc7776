package org.geocrop.process;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Aoi;
import org.geocrop.stac.GeoJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the {@code inputs} object of an execute request; each fault names the input. */
final class Inputs {

    private static final Set<String> CRS84 =
            Set.of("http://www.opengis.net/def/crs/OGC/1.3/CRS84", "https://www.opengis.net/def/crs/OGC/1.3/CRS84");

    private final JsonNode inputs;

    Inputs(JsonNode inputs, Set<String> known) {
        if (!inputs.isObject()) {
            throw new InvalidRequestException("An execute request has an object 'inputs'");
        }
        Set<String> unknown = new TreeSet<>(inputs.propertyNames());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidRequestException("The process has no input " + unknown + "; its inputs are "
                    + known.stream().sorted().toList());
        }
        this.inputs = inputs;
    }

    boolean has(String name) {
        return inputs.has(name) && !inputs.get(name).isNull();
    }

    @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isString() || value.asString().length() > 200) {
            throw wrong(name, "is a text of at most 200 characters", value);
        }
        return value.asString();
    }

    int integer(String name, int otherwise, int min, int max) {
        JsonNode value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < min || value.asInt() > max) {
            throw wrong(name, "is a whole number from " + min + " to " + max, value);
        }
        return value.asInt();
    }

    double number(String name, double otherwise, double min, double max) {
        JsonNode value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isNumber() || !(value.asDouble() >= min && value.asDouble() <= max)) {
            throw wrong(name, "is a number from " + min + " to " + max, value);
        }
        return value.asDouble();
    }

    boolean flag(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "is true or false", value);
        }
        return value.asBoolean();
    }

    @Nullable LocalDate date(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidRequestException("The input '" + name + "' is a date such as 2022-09-01: " + text, e);
        }
    }

    /** {@code [lon, lat, radius_m]}, a GeoJSON polygon or an OGC bbox object. */
    Aoi aoi(String name) {
        JsonNode value = value(name);
        if (value == null) {
            throw new InvalidRequestException("The input '" + name
                    + "' is needed: [lon, lat, radius_m], a GeoJSON Polygon or MultiPolygon, or a bbox");
        }
        if (value.isArray()) {
            double[] n = numbers(value, 3, name, "[lon, lat, radius_m]");
            return Aoi.circle(n[0], n[1], n[2]);
        }
        if (value.has("bbox")) {
            String crs = value.path("crs").asString("http://www.opengis.net/def/crs/OGC/1.3/CRS84");
            if (!CRS84.contains(crs)) {
                throw new InvalidRequestException("A bbox is in CRS84 (longitude first), not in " + crs);
            }
            double[] n = numbers(value.get("bbox"), 4, name, "[west, south, east, north]");
            return Aoi.bbox(n[0], n[1], n[2], n[3]);
        }
        return Aoi.of(GeoJson.polygon(value));
    }

    private static double[] numbers(JsonNode array, int count, String name, String form) {
        double[] numbers = new double[count];
        boolean right = array.isArray() && array.size() == count;
        for (int i = 0; right && i < count; i++) {
            right = array.get(i).isNumber();
            numbers[i] = array.get(i).asDouble(0);
        }
        if (!right) {
            throw wrong(name, "as an array of numbers is " + form, array);
        }
        return numbers;
    }

    /** The value itself, out of a qualified {@code {"value": …}} too. */
    private @Nullable JsonNode value(String name) {
        JsonNode value = inputs.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        return value.isObject() && value.has("value") ? value.get("value") : value;
    }

    private static InvalidRequestException wrong(String name, String rule, JsonNode got) {
        String text = got.toString();
        return new InvalidRequestException("The input '" + name + "' " + rule + ", not "
                + (text.length() > 80 ? text.substring(0, 80) + "…" : text));
    }
}
