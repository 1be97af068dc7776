package org.geocrop.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.geocrop.security.identity.Users;
import org.jspecify.annotations.Nullable;
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
 * @param key by which they came, or null
 */
public record Caller(
        String user,
        Set<Role> roles,
        Set<String> groups,
        @Nullable Key key) {

    private static final String GROUP = "GROUP_";
    private static final Caller NOBODY = new Caller("", Set.of(), Set.of(), null);

    /**
     * An API key as its caller's limit.
     *
     * @param id of one that was made by API, {@link #OF_SETTINGS} of others
     * @param processes that it may execute; empty: all
     */
    public record Key(String id, Set<String> processes) {

        public static final String OF_SETTINGS = "settings";

        public Key {
            processes = Set.copyOf(processes);
        }

        public boolean isOfSettings() {
            return id.equals(OF_SETTINGS);
        }
    }

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
            return NOBODY;
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
                        .collect(Collectors.toSet()),
                authentication.getDetails() instanceof Key key ? key : null);
    }

    /** Someone who has not signed in. */
    public static Caller nobody() {
        return NOBODY;
    }

    public static GrantedAuthority group(String name) {
        return new SimpleGrantedAuthority(GROUP + name);
    }

    public static String userGrantee(String user) {
        return "user:" + user;
    }

    public static String groupGrantee(String group) {
        return "group:" + group;
    }

    /** Under which names things are shared with them alone. */
    public List<String> grantees() {
        List<String> names = new ArrayList<>();
        if (!isNobody()) {
            names.add(userGrantee(user));
        }
        groups.stream().sorted().map(Caller::groupGrantee).forEach(names::add);
        return names;
    }

    /** Thrown where a caller may see what it is about, but not do it. */
    public static final class ForbiddenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public ForbiddenException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Requires that no key keeps them from executing a process.
     *
     * @throws ForbiddenException if theirs is for others
     */
    public void requireProcess(String process) {
        if (key != null && !key.processes.isEmpty() && !key.processes.contains(process)) {
            throw new ForbiddenException("This API key may execute " + new TreeSet<>(key.processes) + " only");
        }
    }

    /**
     * Requires that they may say who sees their things: a key that is for some processes may not.
     *
     * @throws ForbiddenException if theirs is one
     */
    public void requireAllProcesses() {
        if (key != null && !key.processes.isEmpty()) {
            throw new ForbiddenException("This API key may execute processes, and change nothing else");
        }
    }

    public boolean isNobody() {
        return user.isEmpty();
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }
}
