package org.geocrop.geoserver;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import org.geocrop.error.StoreException;
import org.geocrop.hash.Sha256;
import org.geocrop.job.Job;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What this host knows of a result besides the result itself; kept beside it, so that restarts and other GeoServers on
 * the same store know it, too.
 *
 * @param owner user who ran it; empty where nobody is known to have
 * @param execution SHA-256 of the host's name of the run: that name itself is its owner's alone; empty where unknown
 * @param created when it was finished
 * @param area SHA-256 of the geometry that it is about; empty where unknown
 */
public record Note(String owner, Job.Sharing sharing, String execution, Instant created, String area) {

    static Note of(Caller caller, Job.Sharing sharing, String execution, Instant now, String area) {
        return new Note(caller.user(), sharing, hash(execution), now, area);
    }

    static String hash(String execution) {
        return Sha256.of(execution.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Note shared(Job.Sharing wanted) {
        return new Note(owner, wanted, execution, created, area);
    }

    byte[] write() {
        return Json.pretty(
                new Stored(owner, sharing.name().toLowerCase(Locale.ROOT), execution, created.toString(), area));
    }

    /** As it lies beside the result. */
    private record Stored(
            String owner,
            String sharing,
            @Nullable String execution,
            String created,
            @Nullable String area) {}

    static Note read(byte[] json, String name) {
        try {
            Stored note = Json.read(json, Stored.class);
            return new Note(
                    note.owner,
                    Rights.sharing(note.sharing),
                    Objects.requireNonNullElse(note.execution, ""),
                    Instant.parse(note.created),
                    Objects.requireNonNullElse(note.area, ""));
        } catch (Json.MalformedException | org.geocrop.error.InvalidRequestException | DateTimeParseException e) {
            throw new StoreException("The note of the result " + name + " can't be read: " + e.getMessage(), e);
        }
    }
}
