package org.geocrop.bodies;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.geocrop.access.Caller;
import org.geocrop.http.Problem;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request in whose caller is known and may make it: within the {@link RequestBudget}, and with its body read
 * within the caller's limits, so that no thread behind it waits for bytes.
 */
public final class BudgetFilter extends OncePerRequestFilter {

    private final RequestBudget budget;
    private final BodyReader bodies;

    public BudgetFilter(RequestBudget budget, BodyReader bodies) {
        this.budget = budget;
        this.bodies = bodies;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith(request.getContextPath() + "/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = Caller.current();
        BufferedRequest buffered = null;
        try (Shares.Share thread = budget.work(caller, request.getRemoteAddr())) {
            if (BodyReader.hasBody(request) && !BodyReader.isStreamed(request)) {
                buffered = bodies.read(request, caller);
            }
            chain.doFilter(buffered == null ? request : buffered, response);
        } catch (RequestBudget.RefusedException e) {
            refuse(response, e);
        } finally {
            if (buffered != null) {
                buffered.release();
            }
        }
    }

    static void refuse(HttpServletResponse response, RequestBudget.RefusedException e) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        if (e.refusal.isForNow()) {
            response.setHeader("Retry-After", Long.toString(RequestBudget.PAUSE.toSeconds()));
        }
        Problem.write(response, e.refusal.status, e.refusal.title, String.valueOf(e.getMessage()));
    }
}
