package org.geocrop.http.request;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.geocrop.error.InvalidRequestException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** In which form a client wants an answer: {@code f=} says it, or else the header {@code Accept}. */
public enum ContentNegotiation {
    JSON,
    HTML;

    public static ContentNegotiation by(HttpServletRequest request) {
        String f = request.getParameter("f") == null ? request.getParameter("F") : request.getParameter("f");
        if (f != null) {
            return switch (f) {
                case "json" -> JSON;
                case "html" -> HTML;
                default -> throw new InvalidRequestException("`f` must be `json` or `html`");
            };
        }
        return prefersHtml(HeaderLines.of(request, "Accept")) ? HTML : JSON;
    }

    /** Whether HTML is named before anything that JSON would be. */
    public static boolean prefersHtml(@org.jspecify.annotations.Nullable String accept) {
        for (MediaType type : parse(accept)) {
            if (type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
                return false;
            }
            if (type.equalsTypeAndSubtype(MediaType.TEXT_HTML)) {
                return true;
            }
        }
        return false;
    }

    /** Whether plain JSON is named, and neither problem documents nor everything. */
    public static boolean wantsPlainJson(@org.jspecify.annotations.Nullable String accept) {
        List<MediaType> types = parse(accept);
        return types.stream().anyMatch(type -> type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON))
                && types.stream().noneMatch(type -> type.includes(MediaType.APPLICATION_PROBLEM_JSON));
    }

    /** Media types of an Accept header, the most wanted first. */
    public static List<MediaType> parse(@org.jspecify.annotations.Nullable String accept) {
        try {
            List<MediaType> types = MediaType.parseMediaTypes(Objects.requireNonNullElse(accept, ""));
            return types.stream()
                    .sorted(java.util.Comparator.comparingDouble(MediaType::getQualityValue)
                            .reversed())
                    .toList();
        } catch (InvalidMediaTypeException e) {
            return List.of();
        }
    }
}
