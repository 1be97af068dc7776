package org.geocrop.http;

import org.geocrop.http.request.ContentNegotiation;
import org.geocrop.json.ForeignJson;
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

/** Documents of handlers with a {@link Page} as pages, for those who want pages. */
@ControllerAdvice
class PageForms implements ResponseBodyAdvice<byte[]> {

    private final HtmlPages pages;
    private final Links links;

    PageForms(HtmlPages pages, Links links) {
        this.pages = pages;
        this.links = links;
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return returned.hasMethodAnnotation(Page.class)
                && ByteArrayHttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public byte @Nullable [] beforeBodyWrite(
            byte @Nullable [] body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        response.getHeaders().add("Vary", "Accept");
        MediaType sent = response.getHeaders().getContentType();
        boolean isDocument = sent != null
                && (sent.equalsTypeAndSubtype(MediaType.APPLICATION_JSON)
                        || sent.getSubtype().endsWith("+json"));
        if (body == null
                || !isDocument
                || !(request instanceof ServletServerHttpRequest servlet)
                || ContentNegotiation.by(servlet.getServletRequest()) != ContentNegotiation.HTML) {
            return body;
        }
        try {
            ForeignJson document = ForeignJson.read(body);
            byte[] page = pages.render(
                    "document",
                    new DocumentPage(DocumentTree.title(document), DocumentTree.html(document), json(servlet)),
                    links.base());
            response.getHeaders().setContentType(HtmlPages.TYPE);
            response.getHeaders().set(WebHeaders.POLICY, HtmlPages.POLICY);
            response.getHeaders().setContentLength(page.length);
            return page;
        } catch (Json.MalformedException e) {
            throw new IllegalStateException("A document is JSON", e);
        }
    }

    /** What the page of a document shows. */
    private record DocumentPage(String title, String body, String json) {}

    /** The same as JSON. */
    private String json(ServletServerHttpRequest request) {
        String path = request.getServletRequest()
                .getRequestURI()
                .substring(request.getServletRequest().getContextPath().length());
        String query = request.getServletRequest().getQueryString();
        String others =
                query == null ? "" : query.replaceAll("(^|&)f=[^&]*", "").replaceFirst("^&", "");
        return links.to(path) + "?f=json" + (others.isEmpty() ? "" : "&" + others);
    }
}
