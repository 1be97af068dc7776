package org.geocrop.maps.stac.cql;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.request.Rfc3339;

/**
 * A time: an instant, whose ends are one, a day or an interval.
 *
 * @param start its first moment; {@link Instant#MIN} where it is open
 * @param end its last moment; {@link Instant#MAX} where it is open
 */
public record Span(Instant start, Instant end) {

    static final Span ALWAYS = new Span(Instant.MIN, Instant.MAX);

    /**
     * An instant as RFC 3339 has it, or a day.
     *
     * @throws InvalidRequestException if it is neither
     */
    public static Span parse(String text) {
        try {
            if (text.length() == 10) {
                LocalDate day = LocalDate.parse(text);
                Instant next = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                return new Span(day.atStartOfDay(ZoneOffset.UTC).toInstant(), next.minusNanos(1));
            }
            Instant at = Rfc3339.parse(text).toInstant();
            return new Span(at, at);
        } catch (DateTimeException e) {
            throw new InvalidRequestException("`" + text + "` is no time such as 2022-09-01T00:00:00Z", e);
        }
    }

    /** From the first moment of one to the last of another; {@code ..} is open. */
    static Span between(String from, String to) {
        Instant start = from.equals("..") ? Instant.MIN : parse(from).start;
        Instant end = to.equals("..") ? Instant.MAX : parse(to).end;
        if (end.isBefore(start)) {
            throw new InvalidRequestException("`filter`: an interval ends before it begins");
        }
        return new Span(start, end);
    }

    /** A relation of Allen's algebra, or what joins some of them, by the name that CQL2 gives it. */
    boolean is(String relation, Span other) {
        int starts = start.compareTo(other.start);
        int ends = end.compareTo(other.end);
        int endToStart = end.compareTo(other.start);
        int startToEnd = start.compareTo(other.end);
        return switch (relation) {
            case "t_after" -> startToEnd > 0;
            case "t_before" -> endToStart < 0;
            case "t_disjoint" -> startToEnd > 0 || endToStart < 0;
            case "t_intersects" -> startToEnd <= 0 && endToStart >= 0;
            case "t_equals" -> starts == 0 && ends == 0;
            case "t_contains" -> starts < 0 && ends > 0;
            case "t_during" -> starts > 0 && ends < 0;
            case "t_starts" -> starts == 0 && ends < 0;
            case "t_startedby" -> starts == 0 && ends > 0;
            case "t_finishes" -> starts > 0 && ends == 0;
            case "t_finishedby" -> starts < 0 && ends == 0;
            case "t_meets" -> endToStart == 0;
            case "t_metby" -> startToEnd == 0;
            case "t_overlaps" -> starts < 0 && endToStart > 0 && ends < 0;
            case "t_overlappedby" -> starts > 0 && startToEnd < 0 && ends > 0;
            default -> throw new InvalidRequestException("`filter`: there is no function " + relation);
        };
    }
}
