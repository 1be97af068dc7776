package org.geocrop.geoserver;

import java.util.Set;

/**
 * Who asks.
 *
 * @param user name; empty for someone who has not signed in
 * @param roles that the host gives them
 */
public record Caller(String user, Set<String> roles) {

    /** Someone whom the host does not know. */
    public static final Caller NOBODY = new Caller("", Set.of());

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean isNobody() {
        return user.isEmpty();
    }
}
