package org.geocrop.server;

import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who makes the current request.
 *
 * @param user empty for nobody
 * @param roles that he has, each with those below it
 */
public record Caller(String user, Set<Role> roles) {

    /** What users may do; each may do what those before it may. */
    enum Role {
        /** Look at processes, and at jobs that are his or shared. */
        VIEWER,
        /** Execute, dismiss and share his own jobs. */
        ANALYST,
        /** See and change everything, read metrics. */
        ADMIN;

        String authority() {
            return "ROLE_" + name();
        }
    }

    /** The one user of a server without identity provider. */
    static final String LOCAL = "local";

    static Caller current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null
                || authentication instanceof AnonymousAuthenticationToken && !LOCAL.equals(authentication.getName())) {
            return new Caller("", Set.of());
        }
        Set<String> authorities = authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        return new Caller(
                authentication.getName(),
                java.util.Arrays.stream(Role.values())
                        .filter(role -> authorities.contains(role.authority()))
                        .collect(Collectors.toSet()));
    }

    boolean isNobody() {
        return user.isEmpty();
    }

    boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }
}
