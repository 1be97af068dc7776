package org.geocrop.security.session;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** The two addresses that browsers pass on their way to the provider and back; no part of the API. */
public final class SignInFilter extends OncePerRequestFilter {

    private final SignIn signIn;

    public SignInFilter(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (request.getMethod().equals("GET") && path.equals(SignIn.BEGIN)) {
            signIn.begin(request, response);
        } else if (request.getMethod().equals("GET") && path.equals(SignIn.DONE)) {
            signIn.done(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
