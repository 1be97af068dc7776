package org.geocrop.geoserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a result.
 *
 * @param sharing {@code private}, {@code shared} or {@code public}
 * @param outputs links to its files by name, where one result is told alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResultAbout(
        String name,
        String process,
        String created,
        String owner,
        String sharing,
        List<String> rasters,
        @Nullable Map<String, String> outputs) {

    static ResultAbout of(Ledger.Entry entry) {
        return new ResultAbout(
                entry.name(),
                entry.result().processId(),
                entry.note().created().toString(),
                entry.note().owner(),
                entry.note().sharing().name().toLowerCase(Locale.ROOT),
                entry.result().rasters(),
                null);
    }

    ResultAbout with(Map<String, String> links) {
        return new ResultAbout(name, process, created, owner, sharing, rasters, links);
    }
}
