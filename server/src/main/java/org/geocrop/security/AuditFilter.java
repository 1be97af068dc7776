package org.geocrop.security;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.geocrop.access.Caller;
import org.geocrop.audit.Audit;
import org.geocrop.http.Replies;
import org.geocrop.http.RequestLog;
import org.geocrop.jdbc.AuditTable;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Notes what callers change or try to change, whom the server does not know although they gave a token or a key, what
 * a role does not allow, and who reads the audit log. Only paths are noted: neither queries, nor headers, nor bodies.
 */
final class AuditFilter extends OncePerRequestFilter {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final Audit audit;

    AuditFilter(Audit audit) {
        this.audit = audit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } finally {
            Caller caller = Caller.current();
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Later(request, response, caller));
            } else {
                note(request, response, caller);
            }
        }
    }

    private void note(HttpServletRequest request, HttpServletResponse response, Caller caller) {
        int status = response.getStatus();
        if (!isWorthIt(request, status)) {
            return;
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        String made = made(response);
        audit.add(new AuditTable.Entry(
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                caller.user(),
                caller.key() == null ? "" : caller.key().id(),
                request.getMethod() + " "
                        + (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
                                        instanceof String pattern
                                ? pattern.replaceAll("\\{(\\w+):[^}]*}", "{$1}")
                                : "(refused)"),
                made == null ? path : path + " " + made,
                request.getRemoteAddr(),
                status,
                String.valueOf(response.getHeader(RequestLog.HEADER))));
    }

    private static boolean isWorthIt(HttpServletRequest request, int status) {
        boolean isQuestion = READING.contains(request.getMethod())
                || Security.isFree(request)
                || request.getRequestURI().endsWith("/estimate");
        boolean hasSecret = request.getHeader("Authorization") != null || request.getHeader(Replies.API_KEY) != null;
        return !isQuestion
                || status == 401 && hasSecret
                || status == 403
                || request.getRequestURI().endsWith("/audit");
    }

    /** The path of what the request has made. */
    private static @Nullable String made(HttpServletResponse response) {
        String location = response.getHeader("Location");
        String made = location == null ? response.getHeader("Content-Location") : location;
        try {
            return made == null ? null : URI.create(made).getPath();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Hears of the end of an answer that is given by another thread. */
    private final class Later implements AsyncListener {

        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final Caller caller;

        Later(HttpServletRequest request, HttpServletResponse response, Caller caller) {
            this.request = request;
            this.response = response;
            this.caller = caller;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            note(request, response, caller);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // It completes after this.
        }

        @Override
        public void onError(AsyncEvent event) {
            // It completes after this.
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
