package org.geocrop.geoserver;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.job.Job;

/**
 * Who may do what. Those who may run processes see the processes and, besides their own results, the shared ones;
 * administrators see and remove all results. What is public, everyone sees, but only owner and administrators remove.
 *
 * @param run roles that may run processes
 * @param admin roles of administrators
 * @param sharing of a new result
 */
public record Rights(Set<String> run, Set<String> admin, Job.Sharing sharing) {

    /** GeoServer's role of every user who has signed in. */
    static final String SIGNED_IN = "ROLE_AUTHENTICATED";

    /** GeoServer's role of administrators. */
    static final String ADMINISTRATOR = "ROLE_ADMINISTRATOR";

    public Rights {
        run = Set.copyOf(run);
        admin = Set.copyOf(admin);
    }

    public boolean isAdmin(Caller caller) {
        return !Collections.disjoint(caller.roles(), admin);
    }

    public boolean mayRun(Caller caller) {
        return isAdmin(caller) || !Collections.disjoint(caller.roles(), run);
    }

    public boolean maySee(Caller caller, Note note) {
        return mayRemove(caller, note)
                || switch (note.sharing()) {
                    case PRIVATE -> false;
                    case SHARED -> mayRun(caller);
                    case PUBLIC -> true;
                };
    }

    /** Whether they may remove a result, and say who sees it. */
    public boolean mayRemove(Caller caller, Note note) {
        return isAdmin(caller) || !caller.isNobody() && caller.user().equals(note.owner());
    }

    /**
     * Reads {@code private}, {@code shared} or {@code public}.
     *
     * @throws InvalidRequestException for anything else
     */
    public static Job.Sharing sharing(String text) {
        for (Job.Sharing sharing : Job.Sharing.values()) {
            if (sharing.name().toLowerCase(Locale.ROOT).equals(text)) {
                return sharing;
            }
        }
        throw new InvalidRequestException("sharing: is private, shared or public, not " + text);
    }
}
