package org.geocrop.tiler;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style;
import org.geocrop.render.Style.ColorMap;

/**
 * A style as QGIS keeps it beside a raster (QML), for who opens the COG itself: classes as a paletted renderer, colour
 * maps as a shader of pseudo-colours, pictures by their bands.
 */
public final class QmlDocument {

    private static final String VERSION = "3.22.0";

    private final XMLStreamWriter xml;

    private QmlDocument(XMLStreamWriter xml) {
        this.xml = xml;
    }

    public static byte[] write(Look look) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new QmlDocument(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8")).document(look);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return out.toByteArray();
    }

    private void document(Look look) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeDTD("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>");
        start("qgis", "version", VERSION, "styleCategories", "Symbology");
        xml.writeStartElement("pipe");
        String opacity = ColorMap.label(look.opacity());
        if (look.style() instanceof Style.Classes classes) {
            classes(classes, opacity);
        } else if (look.style() instanceof ColorMap map) {
            colors(map, opacity);
        } else {
            start("rasterrenderer", "type", "multibandcolor", "opacity", opacity, "alphaBand", "-1");
            attributes("redBand", "1", "greenBand", "2", "blueBand", "3");
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.close();
    }

    private void classes(Style.Classes classes, String opacity) throws XMLStreamException {
        start("rasterrenderer", "type", "paletted", "opacity", opacity, "band", "1", "alphaBand", "-1");
        xml.writeStartElement("colorPalette");
        for (CropClass c : classes.classes()) {
            empty("paletteEntry", "value", "" + c.id(), "color", c.color(), "alpha", "255", "label", c.name());
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void colors(ColorMap map, String opacity) throws XMLStreamException {
        // QGIS works on samples; its DISCRETE takes what lies up to and with a value.
        start(
                "rasterrenderer",
                "type",
                "singlebandpseudocolor",
                "opacity",
                opacity,
                "band",
                "" + (map.band() + 1),
                "alphaBand",
                "-1",
                "classificationMin",
                sample(map, map.min()),
                "classificationMax",
                sample(map, map.max()));
        xml.writeStartElement("rastershader");
        start(
                "colorrampshader",
                "colorRampType",
                switch (map.kind()) {
                    case RAMP -> "INTERPOLATED";
                    case INTERVALS -> "DISCRETE";
                    case VALUES -> "EXACT";
                });
        attributes("minimumValue", sample(map, map.min()), "maximumValue", sample(map, map.max()), "clip", "0");
        for (ColorMap.Stop stop : map.stops()) {
            empty(
                    "item",
                    "value",
                    sample(map, stop.value()),
                    "color",
                    String.format(Locale.ROOT, "#%06x", stop.argb() & 0xffffff),
                    "alpha",
                    "" + (stop.argb() >>> 24),
                    "label",
                    stop.label());
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static String sample(ColorMap map, double value) {
        return ColorMap.label(value / map.scale());
    }

    private void start(String name, String... attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        attributes(attributes);
    }

    private void empty(String name, String... attributes) throws XMLStreamException {
        xml.writeEmptyElement(name);
        attributes(attributes);
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            xml.writeAttribute(attributes[i], attributes[i + 1]);
        }
    }
}
