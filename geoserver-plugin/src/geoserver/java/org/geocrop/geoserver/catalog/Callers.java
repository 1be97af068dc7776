package org.geocrop.geoserver.catalog;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.geocrop.geoserver.Caller;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who asks, as GeoServer's security has it. Where nothing is known, it is nobody. */
final class Callers {

    private static final String ANONYMOUS = "ROLE_ANONYMOUS";
    private static final String SIGNED_IN = "ROLE_AUTHENTICATED";
    private static final ThreadLocal<Caller> INSTEAD = new ThreadLocal<>();

    private Callers() {}

    static Caller current() {
        Caller instead = INSTEAD.get();
        if (instead != null) {
            return instead;
        }
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !authentication.isAuthenticated()) {
            return Caller.NOBODY;
        }
        Set<String> roles = new HashSet<>();
        for (GrantedAuthority authority : authentication.getAuthorities()) {
            roles.add(authority.getAuthority());
        }
        if (roles.contains(ANONYMOUS)) {
            return new Caller("", roles);
        }
        roles.add(SIGNED_IN);
        return new Caller(authentication.getName(), roles);
    }

    /** Does something as someone else, such as the plugin itself. */
    static <T> T as(Caller caller, Supplier<T> work) {
        Caller before = INSTEAD.get();
        INSTEAD.set(caller);
        try {
            return work.get();
        } finally {
            if (before == null) {
                INSTEAD.remove();
            } else {
                INSTEAD.set(before);
            }
        }
    }
}
