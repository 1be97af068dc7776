package org.geocrop.security.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.geocrop.audit.Audit;
import org.geocrop.http.Links;
import org.geocrop.http.Problem;
import org.geocrop.http.ProblemPage;
import org.geocrop.http.RequestLog;
import org.geocrop.jdbc.AuditTable;
import org.geocrop.jdbc.SessionTable;
import org.geocrop.security.identity.Tokens;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Signing in with the browser: to the provider, back with a code, and out again. The provider's tokens stay on this
 * side; the browser has a cookie.
 */
@Component
public final class SignIn {

    static final String BEGIN = ProblemPage.SIGN_IN;
    static final String DONE = BEGIN + "/done";

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Links links;
    private final Audit audit;
    private final ProblemPage pages;
    private final Duration age;
    private final @Nullable Provider provider;
    private final @Nullable IdTokens tokens;
    private final @Nullable Sessions sessions;

    public SignIn(SessionTable table, Tokens tokens, Links links, Audit audit, ProblemPage pages, Settings settings) {
        this.links = links;
        this.audit = audit;
        this.pages = pages;
        Settings.SignIn signIn = settings.signIn();
        this.age = signIn.age();
        String issuer = settings.identity().issuer();
        if (signIn.isConfigured() && settings.identity().hasIssuer() && issuer != null) {
            this.provider = new Provider(issuer, signIn);
            this.tokens = new IdTokens(tokens, issuer, String.valueOf(signIn.clientId()));
            this.sessions = new Sessions(table, provider, this.tokens, age, signIn.renewal(), Clock.systemUTC());
        } else {
            this.provider = null;
            this.tokens = null;
            this.sessions = null;
        }
    }

    public boolean isConfigured() {
        return provider != null;
    }

    /** Who a request's cookie says has signed in. */
    public Optional<SessionTable.Session> session(HttpServletRequest request) {
        Sessions all = sessions;
        return all == null || !Cookies.has(request, Cookies.SESSION)
                ? Optional.empty()
                : Cookies.get(request, links.base(), Cookies.SESSION).flatMap(all::find);
    }

    /** Sends the browser to the provider. */
    public void begin(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (provider == null) {
            Problem.write(response, 404, "Not found", "Nobody signs in here with the browser");
            return;
        }
        Attempt attempt = Attempt.begin(request.getParameter("to"));
        try {
            URI there = provider.authorization(links.to(DONE), attempt);
            Cookies.set(response, links.base(), Cookies.ATTEMPT, attempt.written(), PATIENCE);
            redirect(response, there.toString());
        } catch (IOException e) {
            unreachable(request, response, e);
        }
    }

    /** Takes the browser back from the provider. */
    public void done(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (provider == null || tokens == null || sessions == null) {
            Problem.write(response, 404, "Not found", "Nobody signs in here with the browser");
            return;
        }
        String base = links.base();
        Optional<Attempt> attempt = Cookies.get(request, base, Cookies.ATTEMPT)
                .flatMap(Attempt::read)
                .filter(made -> isOf(request, made));
        if (attempt.isEmpty()) {
            refuse(request, response, "This was not begun in this browser, or longer ago than 15 minutes", "/");
            return;
        }
        Cookies.remove(response, base, Cookies.ATTEMPT);
        String to = attempt.get().to();
        String code = request.getParameter("code");
        if (code == null) {
            refuse(request, response, "The provider says: " + said(request), to);
            return;
        }
        try {
            Provider.Answer answer = provider.exchange(code, attempt.get().verifier(), links.to(DONE));
            IdTokens.User user = tokens.first(answer, attempt.get().nonce());
            Cookies.get(request, base, Cookies.SESSION).ifPresent(sessions::end);
            Cookies.set(response, base, Cookies.SESSION, sessions.begin(user, answer), age);
            note(request, response, user.owner());
            redirect(response, base + to);
        } catch (Provider.RefusedException e) {
            Tokens.LOG.warn("Nobody could sign in: {}", e.getMessage());
            refuse(request, response, "What the provider sent was not valid, or was used before", to);
        } catch (IOException e) {
            unreachable(request, response, e);
        }
    }

    /**
     * Ends the session of a request.
     *
     * @return where the browser goes to end that at the provider, too, or null
     */
    @Nullable String end(HttpServletRequest request, HttpServletResponse response) {
        if (provider == null || sessions == null) {
            return null;
        }
        String base = links.base();
        Optional<String> cookie = Cookies.get(request, base, Cookies.SESSION);
        if (cookie.isEmpty()) {
            return null;
        }
        String idToken = sessions.end(cookie.get());
        Cookies.remove(response, base, Cookies.SESSION);
        try {
            return provider.endOfSession(idToken, base + "/").map(URI::toString).orElse(null);
        } catch (IOException e) {
            Tokens.LOG.warn("Where to sign out at the provider can't be asked: {}", e.getMessage());
            return null;
        }
    }

    private static boolean isOf(HttpServletRequest request, Attempt attempt) {
        String state = request.getParameter("state");
        return state != null
                && MessageDigest.isEqual(
                        state.getBytes(StandardCharsets.UTF_8), attempt.state().getBytes(StandardCharsets.UTF_8));
    }

    private static String said(HttpServletRequest request) {
        String why = request.getParameter("error_description");
        String error = why == null ? request.getParameter("error") : why;
        return error == null ? "nothing" : error.substring(0, Math.min(300, error.length()));
    }

    private void note(HttpServletRequest request, HttpServletResponse response, String owner) {
        audit.add(new AuditTable.Entry(
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                owner,
                "",
                "GET " + DONE,
                DONE,
                request.getRemoteAddr(),
                302,
                String.valueOf(response.getHeader(RequestLog.HEADER))));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String why, String to)
            throws IOException {
        pages.write(request, response, 400, "You are not signed in", why, to);
    }

    private void unreachable(HttpServletRequest request, HttpServletResponse response, IOException e)
            throws IOException {
        Tokens.LOG.warn("The provider can't be asked: {}", e.getMessage());
        pages.write(request, response, 502, "You are not signed in", "The provider can't be reached now", "/");
    }

    private static void redirect(HttpServletResponse response, String location) {
        response.setStatus(302);
        response.setHeader("Location", location);
        response.setHeader("Cache-Control", "no-store");
    }
}
