package org.geocrop.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.geocrop.hash.Sha256;
import org.geocrop.http.Problem;
import org.geocrop.http.Replies;
import org.geocrop.settings.Settings;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs in by the header {@code X-API-Key}. Keys are random and long ({@code geocrop api-key} makes them), so their
 * SHA-256 is what the settings hold. A key that is not known is refused, not ignored.
 */
public final class ApiKeyFilter extends OncePerRequestFilter {

    private final List<Settings.ApiKey> keys;

    ApiKeyFilter(List<Settings.ApiKey> keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(Replies.API_KEY);
        if (given == null) {
            chain.doFilter(request, response);
            return;
        }
        Settings.ApiKey key = find(given);
        if (key == null) {
            Problem.write(response, 401, "Unauthorized", "The API key is not known");
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                Users.ofKey(key.user()), null, Security.authorities(key.role())));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    private Settings.@org.jspecify.annotations.Nullable ApiKey find(String given) {
        byte[] hash = Sha256.of(given).getBytes(StandardCharsets.US_ASCII);
        Settings.ApiKey found = null;
        for (Settings.ApiKey key : keys) {
            // All are compared, in the same time each.
            if (MessageDigest.isEqual(hash, key.sha256().getBytes(StandardCharsets.US_ASCII))) {
                found = key;
            }
        }
        return found;
    }
}
