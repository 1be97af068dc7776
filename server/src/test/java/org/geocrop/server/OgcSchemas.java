package org.geocrop.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.SAXException;

/** The OGC's XML schemas from the class path; nothing is fetched. */
final class OgcSchemas {

    private static final String OGC = "http://schemas.opengis.net/";

    /** What the schemas of the W3C declare of XLink and XML, as far as the OGC's use it. */
    private static final String XLINK = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xlink="http://www.w3.org/1999/xlink"
                targetNamespace="http://www.w3.org/1999/xlink">
              <xs:attribute name="type" type="xs:string"/><xs:attribute name="href" type="xs:anyURI"/>
              <xs:attribute name="role" type="xs:string"/><xs:attribute name="arcrole" type="xs:string"/>
              <xs:attribute name="title" type="xs:string"/><xs:attribute name="show" type="xs:string"/>
              <xs:attribute name="actuate" type="xs:string"/>
              %s
            </xs:schema>
            """.formatted(group("simpleAttrs")
            + group("simpleLink")
            + group("extendedLink")
            + group("locatorLink")
            + group("arcLink")
            + group("resourceLink")
            + group("titleLink")
            + group("emptyLink"));

    private static final String XML = """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
                targetNamespace="http://www.w3.org/XML/1998/namespace">
              <xs:attribute name="lang" type="xs:language"/>
            </xs:schema>
            """;

    private OgcSchemas() {}

    private static String group(String name) {
        return "<xs:attributeGroup name=\"" + name + "\"><xs:attribute ref=\"xlink:type\"/>"
                + "<xs:attribute ref=\"xlink:href\"/><xs:attribute ref=\"xlink:role\"/>"
                + "<xs:attribute ref=\"xlink:arcrole\"/><xs:attribute ref=\"xlink:title\"/>"
                + "<xs:attribute ref=\"xlink:show\"/><xs:attribute ref=\"xlink:actuate\"/></xs:attributeGroup>";
    }

    /** The schema of a path below schemas.opengis.net. */
    static Schema load(String... paths) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        DOMImplementationLS dom =
                (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
        factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
            String address =
                    base == null ? systemId : URI.create(base).resolve(systemId).toString();
            LSInput input = dom.createLSInput();
            input.setSystemId(address);
            input.setCharacterStream(new StringReader(text(address)));
            return input;
        });
        StreamSource[] sources = new StreamSource[paths.length];
        for (int i = 0; i < paths.length; i++) {
            sources[i] = new StreamSource(new StringReader(text(OGC + paths[i])), OGC + paths[i]);
        }
        return factory.newSchema(sources);
    }

    private static String text(String address) {
        if (address.endsWith("xlink.xsd") || address.endsWith("xlinks.xsd")) {
            return XLINK;
        }
        if (address.endsWith("xml.xsd")) {
            return XML;
        }
        try (InputStream in = OgcSchemas.class.getResourceAsStream("/ogc/" + address.substring(OGC.length()))) {
            String text = new String(Objects.requireNonNull(in, address).readAllBytes(), StandardCharsets.UTF_8);
            // This copy has a fault that the OGC has corrected since: tiles are counted from 0.
            return text.replaceAll(
                    "(name=\"M(?:in|ax)Tile(?:Row|Col)\" type=\")positiveInteger", "$1nonNegativeInteger");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails, saying where, if a document does not follow a schema. */
    static void validate(Schema schema, byte[] document) throws IOException {
        try {
            schema.newValidator().validate(new StreamSource(new ByteArrayInputStream(document)));
        } catch (SAXException e) {
            throw new AssertionError(e.getMessage() + "\n" + new String(document, StandardCharsets.UTF_8), e);
        }
    }
}
