package org.geocrop.http;

import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.json.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Problems in the form that the client can read: a page for browsers, plain JSON for those who take nothing else. */
@ControllerAdvice
class ProblemForms implements ResponseBodyAdvice<byte[]> {

    private static final int UNAUTHORIZED = 401;

    private final HtmlPages pages;
    private final ProblemPage signIn;

    ProblemForms(HtmlPages pages, ProblemPage signIn) {
        this.pages = pages;
        this.signIn = signIn;
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return ByteArrayHttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public byte @Nullable [] beforeBodyWrite(
            byte @Nullable [] body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        MediaType sent = response.getHeaders().getContentType();
        if (body == null || sent == null || !sent.equalsTypeAndSubtype(MediaType.APPLICATION_PROBLEM_JSON)) {
            return body;
        }
        String accept = request.getHeaders().getFirst("Accept");
        if (ContentNegotiation.prefersHtml(accept)) {
            try {
                ProblemDocument problem = Json.read(body, ProblemDocument.class);
                boolean helps = problem.status() == UNAUTHORIZED;
                String to = helps && request instanceof ServletServerHttpRequest servlet
                        ? ProblemPage.pathOf(servlet.getServletRequest())
                        : null;
                byte[] page = pages.render(
                        "problem",
                        new ProblemPage.View(
                                problem.title(), problem.status(), problem.detail(), problem.type(), signIn.signIn(to)),
                        "");
                response.getHeaders().setContentType(HtmlPages.TYPE);
                response.getHeaders().set(WebHeaders.POLICY, HtmlPages.POLICY);
                response.getHeaders().setContentLength(page.length);
                return page;
            } catch (Json.MalformedException e) {
                throw new IllegalStateException("A problem is JSON", e);
            }
        }
        if (ContentNegotiation.wantsPlainJson(accept)) {
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        }
        return body;
    }
}
