package org.geocrop.audit;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.http.Links;
import org.geocrop.http.Replies;
import org.geocrop.http.request.TimeInterval;
import org.geocrop.jdbc.AuditTable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The audit log, newest entries first, for administrators. */
@RestController
class AuditController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final int MAX_TEXT = 900;

    private final AuditTable table;
    private final Links links;

    AuditController(AuditTable table, Links links) {
        this.table = table;
        this.links = links;
    }

    @GetMapping("/audit")
    ResponseEntity<byte[]> list(HttpServletRequest http) {
        Map<String, String> given = parameters(http);
        AuditTable.Query query = query(given);
        List<AuditTable.Numbered> entries = table.list(query);
        List<AuditLine> lines = entries.stream()
                .map(numbered -> AuditLine.of(numbered.number(), numbered.entry()))
                .toList();
        List<Links.Link> pages = new ArrayList<>();
        pages.add(links.link("self", "application/json", path(given), "This page"));
        if (entries.size() == query.limit()) {
            given.put("before", Long.toString(entries.get(entries.size() - 1).number()));
            pages.add(links.link("next", "application/json", path(given), "Earlier entries"));
        }
        return Replies.json(new AuditPage(lines, pages), "Cache-Control", "no-store");
    }

    private record AuditPage(List<AuditLine> entries, List<Links.Link> links) {}

    private static Map<String, String> parameters(HttpServletRequest http) {
        Map<String, String> given = new LinkedHashMap<>();
        http.getParameterMap().forEach((name, values) -> {
            if (values[0].length() > MAX_TEXT) {
                throw new InvalidRequestException(name + ": has at most " + MAX_TEXT + " characters");
            }
            given.put(name, values[0]);
        });
        return given;
    }

    // NullAway does not see that an array of a record in another module may be null.
    @SuppressWarnings("NullAway")
    private static AuditTable.Query query(Map<String, String> given) {
        Instant[] interval = TimeInterval.parse(given.get("datetime"));
        String before = given.get("before");
        return new AuditTable.Query(
                given.get("actor"),
                given.get("action"),
                given.get("target"),
                given.get("address"),
                interval[0],
                interval[1],
                given.getOrDefault("refused", "false").equals("true"),
                before == null ? null : number("before", before, Long.MAX_VALUE),
                (int) Math.min(MAX_LIMIT, number("limit", given.getOrDefault("limit", "" + DEFAULT_LIMIT), 999_999)));
    }

    private static long number(String name, String text, long most) {
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
            throw new InvalidRequestException(name + ": is a whole number of 1 or more");
        }
        return Long.parseLong(text);
    }

    private static String path(Map<String, String> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return pairs.isEmpty() ? "/audit" : "/audit?" + String.join("&", pairs);
    }
}
