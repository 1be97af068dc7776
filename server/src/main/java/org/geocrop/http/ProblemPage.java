package org.geocrop.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.geocrop.json.Json;
import org.geocrop.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

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
        ObjectNode problem = Json.object().put("title", title).put("status", status);
        problem.put("detail", detail).put("type", "about:blank");
        if (to != null) {
            lead(problem, to);
        }
        response.setStatus(status);
        response.setContentType(HtmlPages.TYPE.toString());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(WebHeaders.POLICY, HtmlPages.POLICY);
        response.getOutputStream().write(pages.render("problem", problem, links.base()));
    }

    /** The problem's page has a link to sign in, where that is possible. */
    void lead(ObjectNode problem, String to) {
        if (hasSignIn) {
            problem.put("signIn", links.to(SIGN_IN) + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
        }
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
