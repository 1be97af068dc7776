package org.geocrop.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.geocrop.bodies.BodyReader;
import org.geocrop.http.Problem;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps the pages of other sites from acting through a browser that can reach this server.
 *
 * <p>Host: where no one signs in, or where the settings name the public address, requests are taken only that were
 * addressed as this server is called. A page whose host name was made to point here (DNS rebinding) is not; it can be
 * no address in numbers and no name without a dot.
 *
 * <p>Changes: only from this origin, by what browsers say of it ({@code Sec-Fetch-Site}, {@code Origin}), and only as
 * JSON (models as zip), which a form can't send.
 */
final class WebRules extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final boolean checksHost;
    private final boolean loopbackOnly;
    private final @Nullable String publicAuthority;
    private final List<String> hosts;

    WebRules(Settings settings, boolean loopbackOnly) {
        String address = settings.publicUrl();
        this.publicAuthority = address == null || address.isBlank()
                ? null
                : URI.create(address).getAuthority();
        this.hosts = settings.hosts();
        this.loopbackOnly = loopbackOnly;
        this.checksHost = !settings.identity().isConfigured() || publicAuthority != null;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return true;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (checksHost && !isOurs(request.getServerName())) {
            Problem.write(
                    response,
                    421,
                    "Misdirected Request",
                    loopbackOnly
                            ? "This server is addressed as localhost"
                            : "This server is not addressed so; GEOCROP_PUBLIC_URL and GEOCROP_HOSTS tell its names");
            return;
        }
        if (!READING.contains(request.getMethod()) && !Security.isFree(request)) {
            if (isOfAnotherSite(request)) {
                Problem.write(response, 403, "Forbidden", "Pages of other sites may not change anything here");
                return;
            }
            if (!isDocument(request)) {
                Problem.write(response, 415, "Unsupported Media Type", "The body is application/json");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isOurs(String given) {
        String host = given.toLowerCase(Locale.ROOT);
        boolean loopback = host.equals("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]")
                || host.equals("::1")
                || host.equals("[0:0:0:0:0:0:0:1]");
        return loopback
                || hosts.contains(host)
                || publicAuthority != null
                        && host.equals(publicAuthority.replaceAll(":\\d+$", "").toLowerCase(Locale.ROOT))
                || !loopbackOnly && isNoPublicName(host);
    }

    /** Numbers, a name within a network, or a service of Kubernetes: no stranger can make such a name point here. */
    private static boolean isNoPublicName(String host) {
        return host.indexOf(':') >= 0
                || host.matches("\\d{1,3}(\\.\\d{1,3}){3}")
                || host.indexOf('.') < 0
                || host.endsWith(".svc")
                || host.endsWith(".cluster.local");
    }

    private boolean isOfAnotherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        String host = request.getHeader("Host");
        String authority = origin.replaceFirst("^https?://", "");
        return !authority.equalsIgnoreCase(host)
                && !authority.equalsIgnoreCase(publicAuthority)
                && !authority.equalsIgnoreCase(request.getServerName() + ":" + request.getServerPort())
                && !authority.equalsIgnoreCase(request.getServerName());
    }

    private static boolean isDocument(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null) {
            return !BodyReader.hasBody(request);
        }
        String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return bare.equals("application/json")
                || bare.equals("application/ogcapppkg+json")
                || bare.equals("application/zip") && BodyReader.isStreamed(request);
    }
}
