package org.geocrop.maps.tiles;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geocrop.error.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * The parameter {@code subset} of OGC API Maps (20-058, 9.2.6): {@code Lat(-18:-17),Lon(30:31)}, {@code E(…),N(…)},
 * {@code time("2022-09-01":"2023-05-31")}; it may be given several times.
 *
 * @param x interval of the axis that points east, {minimum, maximum}; null where it is not bounded
 * @param y interval of the axis that points north
 * @param time as {@code datetime} has it; null where it is not given
 */
record Subset(
        double @Nullable [] x,
        double @Nullable [] y,
        @Nullable String time) {

    private static final Pattern AXIS = Pattern.compile("\\s*(\\w+)\\(([^()]*)\\)\\s*(?:,|$)");
    /** Names of axes that point east, x, and north, y. */
    static final Map<String, String> AXES =
            Map.of("lon", "x", "long", "x", "e", "x", "x", "x", "lat", "y", "n", "y", "y", "y", "time", "time");

    /**
     * Of all parameters of that name.
     *
     * @throws InvalidRequestException if one is not an interval of an axis, or an axis is not of a map or comes twice
     */
    static Subset of(HttpServletRequest http) {
        Map<String, String> intervals = new HashMap<>();
        http.getParameterMap().forEach((name, values) -> {
            if (name.equalsIgnoreCase("subset")) {
                for (String value : values) {
                    read(value, intervals);
                }
            }
        });
        return new Subset(interval(intervals, "x"), interval(intervals, "y"), time(intervals.get("time")));
    }

    boolean isSpatial() {
        return x != null || y != null;
    }

    private static void read(String text, Map<String, String> intervals) {
        Matcher axis = AXIS.matcher(text);
        int end = 0;
        while (axis.lookingAt()) {
            String name = AXES.get(axis.group(1).toLowerCase(Locale.ROOT));
            if (name == null) {
                throw new InvalidRequestException(
                        "`subset`: a map has the axes Lat, Lon (or E, N) and time, not " + axis.group(1));
            }
            if (intervals.put(name, axis.group(2)) != null) {
                throw new InvalidRequestException("`subset` has the axis " + axis.group(1) + " twice");
            }
            end = axis.end();
            axis.region(end, text.length());
        }
        if (end == 0 || end < text.length()) {
            throw new InvalidRequestException("`subset` must be like Lat(-18:-17),Lon(30:31)");
        }
    }

    private static double @Nullable [] interval(Map<String, String> intervals, String axis) {
        String text = intervals.get(axis);
        if (text == null) {
            return null;
        }
        String[] ends = text.split(":", -1);
        try {
            double low = Double.parseDouble(ends[0].trim());
            double high = Double.parseDouble(ends[ends.length - 1].trim());
            if (ends.length == 2 && low < high && Math.abs(low) < 1e12 && Math.abs(high) < 1e12) {
                return new double[] {low, high};
            }
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("`subset`: " + text + " is not an interval of two numbers", e);
        }
        throw new InvalidRequestException("`subset`: " + text + " is not an interval of a minimum below a maximum");
    }

    private static @Nullable String time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        // Times are quoted, since they have colons of their own; an open end is an asterisk or two dots.
        String[] ends =
                text.contains("\"") ? text.split(":(?=\\s*[\"*.])", -1) : text.split(":(?=\\d{4}-|\\*|\\.\\.)", -1);
        if (ends.length > 2) {
            throw new InvalidRequestException("`subset`: time has more than a begin and an end");
        }
        StringBuilder interval = new StringBuilder();
        for (String end : ends) {
            String one = end.trim().replace("\"", "");
            interval.append(interval.isEmpty() ? "" : "/").append(one.equals("*") ? ".." : one);
        }
        return interval.toString();
    }
}
