package org.geocrop.http;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.geocrop.json.ForeignJson;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * HTML pages from the JSON documents of the API, by templates that escape what they show. A page runs no script but the
 * server's own.
 */
@Component
public class HtmlPages {

    public static final MediaType TYPE = new MediaType("text", "html", StandardCharsets.UTF_8);
    static final String POLICY =
            "default-src 'self'; img-src 'self' data:; style-src 'self'; form-action 'self'" + WebHeaders.OF_PAGES;

    private final Mustache.Compiler compiler =
            Mustache.compiler().escapeHTML(true).defaultValue("").withLoader(HtmlPages::open);
    private final Map<String, Template> templates = new ConcurrentHashMap<>();

    private static Reader open(String name) {
        InputStream in = Objects.requireNonNull(
                HtmlPages.class.getResourceAsStream("html/" + name + ".mustache"), "no template " + name);
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    /** The page of a document; relative links resolve against {@code base}. */
    public ResponseEntity<byte[]> page(String template, Object document, String base) {
        return ResponseEntity.ok()
                .contentType(TYPE)
                .header("Vary", "Accept")
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", POLICY)
                .body(render(template, document, base));
    }

    byte[] render(String template, Object document, String base) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("base", base);
        context.put("doc", plain(ForeignJson.of(document)));
        return templates
                .computeIfAbsent(template, name -> {
                    try (Reader reader = open(name)) {
                        return compiler.compile(reader);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .execute(context)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Objects as lists of entries, too, by the name with {@code -entries}; a schema as text: {@code schema-json}. */
    private static Object plain(ForeignJson node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.members().forEach((name, value) -> {
                map.put(name, plain(value));
                if (value.isObject()) {
                    List<Map<String, Object>> entries = new ArrayList<>();
                    value.members()
                            .forEach((key, member) ->
                                    entries.add(Map.of("key", key, "value", plain(member), "json", member.toString())));
                    map.put(name + "-entries", entries);
                    if (name.equals("schema")) {
                        map.put("schema-json", value.toString());
                    }
                }
            });
            return map;
        }
        if (node.isList()) {
            List<Object> list = new ArrayList<>();
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (node.isFlag()) {
            return node.flag();
        }
        return node.text();
    }
}
