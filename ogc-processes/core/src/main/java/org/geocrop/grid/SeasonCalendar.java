package org.geocrop.grid;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.Year;
import org.geocrop.error.InvalidRequestException;

/**
 * When a season begins and ends in a region. An end before the start lies in the next year.
 *
 * @param id short name, such as {@code zimbabwe-summer}
 * @param title for people
 * @param region for people
 * @param start month and day of the first day
 * @param end month and day of the last day
 * @param defaultModel name of the model that requests get when they name none
 */
public record SeasonCalendar(
        String id, String title, String region, MonthDay start, MonthDay end, String defaultModel) {

    private static final int FIRST_SENTINEL2_YEAR = 2015;

    /** The default of the domain contract: 1 September to 31 May. */
    public static final SeasonCalendar ZIMBABWE_SUMMER = new SeasonCalendar(
            "zimbabwe-summer",
            "Zimbabwe summer season",
            "Zimbabwe",
            MonthDay.of(9, 1),
            MonthDay.of(5, 31),
            "zimbabwe-sample");

    /**
     * The season that begins in a year.
     *
     * @throws InvalidRequestException before Sentinel-2 flew, or in the far future
     */
    public Season season(int year) {
        if (year < FIRST_SENTINEL2_YEAR
                || year > Year.now(java.time.ZoneOffset.UTC).getValue() + 1) {
            throw new InvalidRequestException(
                    "The year " + year + " is not a season that Sentinel-2 saw (first " + FIRST_SENTINEL2_YEAR + ")");
        }
        LocalDate first = start.atYear(year);
        LocalDate last = end.atYear(year);
        return new Season(first, last.isAfter(first) ? last : end.atYear(year + 1));
    }
}
