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
import org.geocrop.markup.Markup;

/** XML documents by templates that escape what they contain. */
public final class XmlTemplates {

    private static final String FOLDER = "/org/geocrop/maps/";

    private final Mustache.Compiler compiler =
            Mustache.compiler().withEscaper(Markup::escape).defaultValue("").withLoader(XmlTemplates::open);
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
}
