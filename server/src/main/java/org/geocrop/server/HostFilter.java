package org.geocrop.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * On a server without identity provider, takes requests only that were addressed to loopback by name: a web page whose
 * host name was made to point at this machine (DNS rebinding) is refused.
 */
final class HostFilter extends OncePerRequestFilter {

    private final @Nullable String publicHost;

    HostFilter(@Nullable String publicUrl) {
        this.publicHost = publicUrl == null || publicUrl.isBlank()
                ? null
                : URI.create(publicUrl).getHost();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getServerName();
        boolean loopback = host.equalsIgnoreCase("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]")
                || host.equals("::1")
                || host.equals("[0:0:0:0:0:0:0:1]");
        if (loopback || host.equalsIgnoreCase(publicHost)) {
            chain.doFilter(request, response);
        } else {
            Problem.write(response, 421, "Misdirected Request", "This server is addressed as localhost");
        }
    }
}
