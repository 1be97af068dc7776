package org.geocrop.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.http.request.HeaderLines;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Problems that filters write, for browsers as a page: one that leads to the place to sign in, where that is what is amiss. */
@Component
public final class ProblemPage {

    /** Where a browser goes to sign in, with {@code to}: where it goes afterwards. */
    public static final String SIGN_IN = "/sign-in";

    private final HtmlPages pages;
    private final Links links;
    private final boolean hasSignIn;

    ProblemPage(HtmlPages pages, Links links, Settings settings) {
        this.pages = pages;
        this.links = links;
        this.hasSignIn = settings.signIn().isConfigured() && settings.identity().hasIssuer();
    }

    /**
     * Writes a problem in the form that the client can read.
     *
     * @param to where the browser goes once it has signed in, a path of this server; null if that would not help
     */
    public void write(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String title,
            String detail,
            @Nullable String to)
            throws IOException {
        if (!wantsHtml(request)) {
            Problem.write(response, status, title, detail);
            return;
        }
        response.setStatus(status);
        response.setContentType(HtmlPages.TYPE.toString());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(WebHeaders.POLICY, HtmlPages.POLICY);
        response.getOutputStream()
                .write(pages.render(
                        "problem", new View(title, status, detail, "about:blank", signIn(to)), links.base()));
    }

    /** What the page of a problem shows; {@code signIn} is where that would help. */
    record View(
            String title,
            int status,
            @Nullable String detail,
            String type,
            @Nullable String signIn) {}

    /** Where a browser signs in to come back to a place; null where that is not possible, or would not help. */
    @Nullable String signIn(@Nullable String to) {
        return hasSignIn && to != null
                ? links.to(SIGN_IN) + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8)
                : null;
    }

    /** The path of a request from the server's address on, with its query. */
    public static String pathOf(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }

    private static boolean wantsHtml(HttpServletRequest request) {
        String f = request.getParameter("f");
        return f == null ? ContentNegotiation.prefersHtml(HeaderLines.of(request, "Accept")) : f.equals("html");
    }
}
