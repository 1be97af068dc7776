package org.geocrop.security.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/**
 * Cookies of this server, which no script reads and other sites' requests don't carry, but for links that lead here. With
 * TLS at the root of a host they have the prefix {@code __Host-}, so that no neighbour can set them.
 */
final class Cookies {

    static final String SESSION = "geocrop-session";
    static final String ATTEMPT = "geocrop-sign-in";

    private Cookies() {}

    /** The value of one, if there is one. */
    static Optional<String> get(HttpServletRequest request, String base, String name) {
        return get(request.getCookies(), base, name);
    }

    static Optional<String> get(Cookie @Nullable [] all, String base, String name) {
        String full = fullName(base, name);
        return all == null
                ? Optional.empty()
                : Arrays.stream(all)
                        .filter(cookie -> cookie.getName().equals(full))
                        .map(Cookie::getValue)
                        .findFirst();
    }

    /** Whether a request has any of a name, under whichever address it was set. */
    static boolean has(HttpServletRequest request, String name) {
        Cookie[] all = request.getCookies();
        return all != null
                && Arrays.stream(all).anyMatch(cookie -> cookie.getName().endsWith(name));
    }

    static void set(HttpServletResponse response, String base, String name, String value, Duration age) {
        response.addHeader("Set-Cookie", of(base, name, value, age).toString());
    }

    static ResponseCookie of(String base, String name, String value, Duration age) {
        return ResponseCookie.from(fullName(base, name), value)
                .path(path(base))
                .secure(isSecure(base))
                .httpOnly(true)
                .sameSite("Lax")
                .maxAge(age)
                .build();
    }

    static void remove(HttpServletResponse response, String base, String name) {
        set(response, base, name, "", Duration.ZERO);
    }

    private static String fullName(String base, String name) {
        return isSecure(base) && path(base).equals("/") ? "__Host-" + name : name;
    }

    private static boolean isSecure(String base) {
        return base.startsWith("https:");
    }

    private static String path(String base) {
        String path = URI.create(base).getPath();
        return (path == null ? "" : path) + "/";
    }
}
