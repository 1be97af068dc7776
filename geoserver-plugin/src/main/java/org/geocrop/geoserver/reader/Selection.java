package org.geocrop.geoserver.reader;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.geocrop.catalogue.Result;
import org.geocrop.grid.Season;
import org.geotools.util.Range;

/**
 * Which results a request wants.
 *
 * @param isByName whether it names them: then each is shown, and not the newest alone of a place and season
 */
record Selection(Predicate<Result> wanted, boolean isByName) {

    static final Selection ALL = new Selection(result -> true, false);

    boolean has(Result result) {
        return wanted.test(result);
    }

    /** The last day of the season that a result shows, or the time when it was made. */
    static Instant time(Result result) {
        Season season = result.requireCoverage().season();
        return season == null
                ? Instant.parse(result.created())
                : season.end().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Of any of the times or ranges of time. */
    Selection at(List<?> times) {
        return times.isEmpty()
                ? this
                : new Selection(
                        wanted.and(result -> times.stream().anyMatch(time -> isAt(time(result), time))), isByName);
    }

    private static boolean isAt(Instant at, Object time) {
        if (time instanceof Range<?> range) {
            return !at.isBefore(instant(range.getMinValue())) && !at.isAfter(instant(range.getMaxValue()));
        }
        return at.equals(instant(time));
    }

    private static Instant instant(Object time) {
        return time instanceof Date date ? date.toInstant() : Instant.parse(time.toString());
    }

    /** With any of the names. */
    Selection of(List<?> names) {
        Set<String> wantedNames = names.stream().map(Object::toString).collect(Collectors.toSet());
        return wantedNames.isEmpty() || wantedNames.contains(MosaicReader.ALL)
                ? this
                : new Selection(wanted.and(result -> wantedNames.contains(result.jobId())), true);
    }
}
