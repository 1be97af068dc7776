package org.geocrop.access;

import java.util.Set;
import java.util.stream.Collectors;
import org.geocrop.security.Users;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who makes the current request.
 *
 * @param user as {@link Users} names them; empty for nobody, and for nobody else
 * @param roles that they have, each with those below it
 * @param groups that their token names
 */
public record Caller(String user, Set<Role> roles, Set<String> groups) {

    private static final String GROUP = "GROUP_";

    public Caller {
        roles = Set.copyOf(roles);
        groups = Set.copyOf(groups);
        if (user.isBlank() && !(roles.isEmpty() && groups.isEmpty())) {
            throw new IllegalArgumentException("Nobody has no role");
        }
    }

    /** What users may do; each may do what those before it may. */
    public enum Role {
        /** Look at processes, and at jobs that are theirs or shared. */
        VIEWER,
        /** Execute, dismiss and share their own jobs. */
        ANALYST,
        /** See and change everything, read metrics. */
        ADMIN;

        public String authority() {
            return "ROLE_" + name();
        }
    }

    /** The one user of a server without identity provider. */
    public static final String LOCAL = "local";

    public static Caller current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null
                || authentication instanceof AnonymousAuthenticationToken && !LOCAL.equals(authentication.getName())) {
            return new Caller("", Set.of(), Set.of());
        }
        Set<String> authorities = authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .collect(Collectors.toSet());
        return new Caller(
                authentication.getName(),
                java.util.Arrays.stream(Role.values())
                        .filter(role -> authorities.contains(role.authority()))
                        .collect(Collectors.toSet()),
                authorities.stream()
                        .filter(authority -> authority.startsWith(GROUP))
                        .map(authority -> authority.substring(GROUP.length()))
                        .collect(Collectors.toSet()));
    }

    public static GrantedAuthority group(String name) {
        return new SimpleGrantedAuthority(GROUP + name);
    }

    public boolean isNobody() {
        return user.isEmpty();
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }
}
