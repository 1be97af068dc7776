package org.geocrop.grid;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.geocrop.error.InvalidRequestException;

/**
 * A growing season and its time steps of ten days (domain contract, feature set v1).
 *
 * @param start first day
 * @param end last day, counted in
 */
public record Season(LocalDate start, LocalDate end) {

    /** Days in a time step. */
    public static final int STEP_DAYS = 10;

    /** Savitzky-Golay smoothing needs five steps. */
    private static final int MIN_STEPS = 5;

    private static final int MAX_DAYS = 730;

    public Season {
        long days = ChronoUnit.DAYS.between(start, end) + 1;
        if (days <= (MIN_STEPS - 1) * STEP_DAYS || days > MAX_DAYS) {
            throw new InvalidRequestException("The season " + start + " to " + end + " has " + days
                    + " days; it needs between " + ((MIN_STEPS - 1) * STEP_DAYS + 1) + " and " + MAX_DAYS);
        }
    }

    /** T, the number of time steps: both end days counted, the last step may be shorter. */
    public int steps() {
        return (int) ((ChronoUnit.DAYS.between(start, end) + STEP_DAYS) / STEP_DAYS);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(start) && !day.isAfter(end);
    }

    /** The step, from 0, of a day within the season. */
    public int stepOf(LocalDate day) {
        return (int) (ChronoUnit.DAYS.between(start, day) / STEP_DAYS);
    }

    /** In how many steps some days within the season lie. */
    public int stepsWith(Stream<LocalDate> days) {
        return (int) days.mapToInt(this::stepOf).distinct().count();
    }

    /** The RFC 3339 interval that STAC searches take, to the last second of the last day. */
    public String interval() {
        return start + "T00:00:00Z/" + end + "T23:59:59Z";
    }
}
