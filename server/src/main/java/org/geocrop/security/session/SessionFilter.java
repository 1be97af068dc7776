package org.geocrop.security.session;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.geocrop.error.StoreException;
import org.geocrop.http.Problem;
import org.geocrop.jdbc.SessionTable;
import org.geocrop.security.identity.Tokens;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Signs in by the cookie of a session, where a request has neither token nor key. One that has ended is nobody's: what
 * is public stays readable.
 */
public final class SessionFilter extends OncePerRequestFilter {

    private final SignIn signIn;

    public SessionFilter(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() == null) {
            try {
                signIn.session(request).ifPresent(SessionFilter::accept);
            } catch (StoreException e) {
                response.setHeader("Retry-After", "5");
                Problem.write(response, 503, "Service Unavailable", "Who has signed in can't be read now");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private static void accept(SessionTable.Session session) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken.authenticated(
                session.owner(), null, Tokens.authorities(session.roles(), session.groups()));
        token.setDetails(session);
        context.setAuthentication(token);
        SecurityContextHolder.setContext(context);
    }
}
