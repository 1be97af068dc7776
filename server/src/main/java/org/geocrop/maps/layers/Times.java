package org.geocrop.maps.layers;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.grid.Season;
import org.jspecify.annotations.Nullable;

/**
 * Which seasons are wanted: none named means the newest of the layer, else those that hold an instant or touch a range
 * (OGC 06-042, annex D; intervals of OGC API with {@code ..} as well).
 */
public final class Times {

    /** The newest season of each layer. */
    public static final Times NEWEST = new Times(List.of(), false);

    private static final int MOST = 100;

    private record Range(LocalDate start, LocalDate end) {}

    private final List<Range> ranges;
    private final boolean all;

    private Times(List<Range> ranges, boolean all) {
        this.ranges = ranges;
        this.all = all;
    }

    /**
     * Reads instants, lists and ranges: {@code 2022-09-01}, {@code 2021,2022}, {@code 2021-09-01/2022-05-31/P1D},
     * {@code current}, {@code ../2022}.
     *
     * @param text null or empty for the newest
     * @throws InvalidRequestException if it is none of these
     */
    public static Times parse(@Nullable String text) {
        if (text == null || text.isBlank() || text.equals("current") || text.equals("default")) {
            return NEWEST;
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (ranges.size() >= MOST) {
                throw new InvalidRequestException("TIME has more than " + MOST + " values");
            }
            String[] ends = part.trim().split("/", -1);
            if (ends.length > 3) {
                throw new InvalidRequestException("TIME has a value with more than start/end/resolution");
            }
            LocalDate start = isOpen(ends[0]) ? LocalDate.MIN : first(ends[0]);
            LocalDate end = ends.length == 1 ? last(ends[0]) : isOpen(ends[1]) ? LocalDate.MAX : last(ends[1]);
            if (ends.length == 1 && isOpen(ends[0]) || end.isBefore(start)) {
                throw new InvalidRequestException("TIME has a range that ends before it begins, or no value");
            }
            ranges.add(new Range(start, end));
        }
        return new Times(ranges, false);
    }

    /** All seasons of a layer, the newest on top. */
    public static Times all() {
        return new Times(List.of(), true);
    }

    private static boolean isOpen(String text) {
        return text.isEmpty() || text.equals("..");
    }

    private static LocalDate first(String text) {
        return switch (text.length()) {
            case 4 -> Year.of(number(text)).atDay(1);
            case 7 -> month(text).atDay(1);
            default -> day(text);
        };
    }

    private static LocalDate last(String text) {
        return switch (text.length()) {
            case 4 -> Year.of(number(text)).atMonth(12).atEndOfMonth();
            case 7 -> month(text).atEndOfMonth();
            default -> day(text);
        };
    }

    private static int number(String text) {
        if (!text.matches("\\d{4}")) {
            throw wrong(null);
        }
        return Integer.parseInt(text);
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException e) {
            throw wrong(e);
        }
    }

    private static LocalDate day(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text)
                    : OffsetDateTime.parse(text)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toLocalDate();
        } catch (DateTimeException e) {
            throw wrong(e);
        }
    }

    private static InvalidRequestException wrong(@Nullable Throwable cause) {
        return new InvalidRequestException(
                "TIME is like 2022-09-01, 2022-09-01T00:00:00Z, 2021,2022 or 2021-09-01/2022-05-31", cause);
    }

    /** Those of a layer's granules that are wanted, in their order. */
    List<Granule> of(MapLayer layer, List<Granule> granules) {
        List<LocalDate> times = layer.times();
        if (all || times.isEmpty()) {
            return granules;
        }
        LocalDate newest = times.get(times.size() - 1);
        return granules.stream()
                .filter(granule -> granule.season() == null || matches(granule.season(), newest))
                .toList();
    }

    private boolean matches(Season season, LocalDate newest) {
        if (ranges.isEmpty()) {
            return season.start().equals(newest);
        }
        return ranges.stream()
                .anyMatch(range ->
                        !season.end().isBefore(range.start) && !season.start().isAfter(range.end));
    }

    /** Whether a layer has anything at these times. */
    public boolean match(MapLayer layer) {
        return layer.times().isEmpty() || !of(layer, layer.granules()).isEmpty();
    }

    @Override
    public String toString() {
        return all ? "all" : ranges.toString();
    }
}
