package org.geocrop.json;

import java.util.Set;
import java.util.TreeSet;
import org.geocrop.error.InvalidRequestException;
import tools.jackson.databind.JsonNode;

/** What an object of a request may have: a member that is not read would be ignored in silence. */
public final class Members {

    private Members() {}

    /**
     * Checks an object's members.
     *
     * @param what of which the error tells, such as {@code A key}
     * @throws InvalidRequestException naming those that it may not have, and those that it may
     */
    public static void only(JsonNode object, Set<String> members, String what) {
        Set<String> unknown = new TreeSet<>(object.propertyNames());
        unknown.removeAll(members);
        if (!unknown.isEmpty()) {
            throw new InvalidRequestException(what + " has no member "
                    + InvalidRequestException.shown(unknown.toString()) + "; it may have " + new TreeSet<>(members));
        }
    }
}
