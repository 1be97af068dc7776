package org.geocrop.server;

import java.time.Duration;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.geocrop.access.Access;
import org.geocrop.access.Caller;
import org.geocrop.bodies.RequestBudget;
import org.geocrop.error.GeocropException;
import org.geocrop.error.StoreException;
import org.geocrop.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Turns every exception of a controller into a problem document. */
@RestControllerAdvice
class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    @ExceptionHandler
    ResponseEntity<byte[]> known(GeocropException e) {
        ResponseEntity<byte[]> problem = Problem.of(e.code(), e.getMessage());
        if (problem.getStatusCode().is5xxServerError()) {
            LOG.error("{}", e.code(), e);
        }
        return problem;
    }

    /** Of the request, not of a job: the same may be asked again. */
    @ExceptionHandler
    ResponseEntity<byte[]> away(StoreException e) {
        LOG.error("{}", e.code(), e);
        return Problem.later(503, "The store or the database can't be used now", String.valueOf(e.getMessage()), AGAIN);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> noSuchJob(Access.NoSuchJobException e) {
        return Problem.noSuchJob();
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unknownCaller(Access.UnknownCallerException e) {
        ResponseEntity<byte[]> problem = Problem.answer(401, "about:blank", "Unauthorized", Problem.SIGN_IN);
        return ResponseEntity.status(401)
                .headers(problem.getHeaders())
                .header("WWW-Authenticate", Problem.CHALLENGE)
                .body(problem.getBody());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> forbidden(Caller.ForbiddenException e) {
        return Problem.answer(403, "about:blank", "Forbidden", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> refused(RequestBudget.RefusedException e) {
        String detail = String.valueOf(e.getMessage());
        return e.refusal.isForNow()
                ? Problem.later(e.refusal.status, e.refusal.title, detail, RequestBudget.PAUSE)
                : Problem.answer(e.refusal.status, "about:blank", e.refusal.title, detail);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> busy(org.geocrop.maps.DrawBudget.BusyException e) {
        return Problem.later(503, "Busy", String.valueOf(e.getMessage()), java.time.Duration.ofSeconds(1));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unknownStyle(org.geocrop.maps.layers.MapLayer.UnknownStyleException e) {
        return Problem.of("invalid-parameter-value", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> missingParameter(org.geocrop.maps.Kvp.MissingParameterException e) {
        return Problem.of("invalid-parameter-value", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> notThatType(MethodArgumentTypeMismatchException e) {
        return Problem.of("invalid-parameter-value", "'" + e.getName() + "' has a value of the wrong kind");
    }

    /** The firewall and the container look at headers and parameters when they are read. */
    @ExceptionHandler({RequestRejectedException.class, InvalidParameterException.class})
    ResponseEntity<byte[]> rejected(RuntimeException e) {
        return Problem.of("invalid-parameter-value", "A header or parameter has characters that are not allowed");
    }

    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        LOG.debug("The client went away: {}", e.getMessage());
    }

    @ExceptionHandler
    ResponseEntity<byte[]> other(Exception e) {
        if (e instanceof ErrorResponse response) {
            var body = response.getBody();
            ResponseEntity<byte[]> problem = Problem.answer(
                    body.getStatus(),
                    "about:blank",
                    body.getTitle() == null ? "Error" : body.getTitle(),
                    body.getDetail());
            // Such as Allow, which a 405 names.
            return ResponseEntity.status(body.getStatus())
                    .headers(headers -> {
                        headers.putAll(response.getHeaders());
                        headers.putAll(problem.getHeaders());
                    })
                    .body(problem.getBody());
        }
        LOG.error("A request failed unexpectedly", e);
        return Problem.of("internal-error", "The server had an internal error; its log says more");
    }
}
