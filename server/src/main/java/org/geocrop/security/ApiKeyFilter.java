package org.geocrop.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.geocrop.http.Problem;
import org.geocrop.http.Replies;
import org.geocrop.security.identity.Tokens;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs in by the header {@code X-API-Key}. A key that is not good is refused, not ignored. */
public final class ApiKeyFilter extends OncePerRequestFilter {

    private final ApiKeys keys;

    ApiKeyFilter(ApiKeys keys) {
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
        Optional<ApiKeys.Holder> holder = keys.find(given);
        if (holder.isEmpty()) {
            Problem.write(response, 401, "Unauthorized", "The API key is not known");
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication(holder.get()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    private static UsernamePasswordAuthenticationToken authentication(ApiKeys.Holder holder) {
        UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken.authenticated(
                holder.user(), null, Tokens.authorities(holder.role()));
        token.setDetails(holder.key());
        return token;
    }
}
