package org.geocrop.maps;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** XML documents by templates that escape what they contain. */
public final class XmlTemplates {

    private static final String FOLDER = "/org/geocrop/maps/";

    private final Mustache.Compiler compiler = Mustache.compiler()
            .withEscaper(XmlTemplates::escape)
            .defaultValue("")
            .withLoader(XmlTemplates::open);
    private final Map<String, Template> templates = new ConcurrentHashMap<>();

    /**
     * The document.
     *
     * @param name of the template, such as {@code wms/capabilities-1.3.0}
     */
    public byte[] render(String name, Map<String, ?> context) {
        return templates.computeIfAbsent(name, this::compile).execute(context).getBytes(StandardCharsets.UTF_8);
    }

    private Template compile(String name) {
        try (Reader reader = open(name)) {
            return compiler.compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader open(String name) {
        InputStream in = Objects.requireNonNull(
                XmlTemplates.class.getResourceAsStream(FOLDER + name + ".mustache"), "no template " + name);
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }

    /** What XML 1.0 reserves is escaped, what it can't hold becomes a question mark. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&apos;");
                default -> {
                    boolean valid = c == '\t'
                            || c == '\n'
                            || c == '\r'
                            || c >= 0x20 && c <= 0xd7ff
                            || c >= 0xe000 && c <= 0xfffd
                            || c >= 0x10000;
                    escaped.appendCodePoint(valid ? c : '?');
                }
            }
        });
        return escaped.toString();
    }
}
