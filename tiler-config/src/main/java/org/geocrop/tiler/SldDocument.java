package org.geocrop.tiler;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style;
import org.geocrop.render.Style.ColorMap;

/** Styles as an SLD 1.0 document, which GeoServer and QGIS read. */
public final class SldDocument {

    private static final String SLD = "http://www.opengis.net/sld";
    private static final String OGC = "http://www.opengis.net/ogc";

    /** A layer with its styles, the default first. */
    public record NamedLayer(String name, List<Look> looks) {
        public NamedLayer {
            looks = List.copyOf(looks);
        }
    }

    private final XMLStreamWriter xml;

    private SldDocument(XMLStreamWriter xml) {
        this.xml = xml;
    }

    public static byte[] write(List<NamedLayer> layers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new SldDocument(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8")).document(layers);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return out.toByteArray();
    }

    private void document(List<NamedLayer> layers) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("StyledLayerDescriptor");
        xml.writeDefaultNamespace(SLD);
        xml.writeNamespace("ogc", OGC);
        xml.writeAttribute("version", "1.0.0");
        for (NamedLayer layer : layers) {
            xml.writeStartElement("NamedLayer");
            text("Name", layer.name);
            for (int i = 0; i < layer.looks.size(); i++) {
                style(layer.looks.get(i), i == 0);
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
        xml.writeEndDocument();
        xml.close();
    }

    private void style(Look look, boolean isDefault) throws XMLStreamException {
        xml.writeStartElement("UserStyle");
        text("Name", look.name());
        text("Title", look.title());
        text("IsDefault", isDefault ? "1" : "0");
        xml.writeStartElement("FeatureTypeStyle");
        xml.writeStartElement("Rule");
        xml.writeStartElement("RasterSymbolizer");
        text("Opacity", Double.toString(look.opacity()));
        if (look.style() instanceof ColorMap map) {
            channel(map.band() + 1);
            xml.writeStartElement("ColorMap");
            xml.writeAttribute("type", map.kind().name().toLowerCase(Locale.ROOT));
            for (ColorMap.Stop stop : map.stops()) {
                // An SLD knows no scale: its quantities are samples.
                entry(stop.value() / map.scale(), stop.argb(), stop.label());
            }
            xml.writeEndElement();
        } else if (look.style() instanceof Style.Classes classes) {
            channel(1);
            xml.writeStartElement("ColorMap");
            xml.writeAttribute("type", "values");
            for (CropClass c : classes.classes()) {
                entry(c.id(), 0xff000000 | c.rgb(), c.name());
            }
            xml.writeEndElement();
            // GeoServer then names the class in GetFeatureInfo.
            vendorOption("labelInFeatureInfo", "add");
            vendorOption("labelAttributeName", "class");
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void vendorOption(String name, String value) throws XMLStreamException {
        xml.writeStartElement("VendorOption");
        xml.writeAttribute("name", name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    private void channel(int band) throws XMLStreamException {
        xml.writeStartElement("ChannelSelection");
        xml.writeStartElement("GrayChannel");
        text("SourceChannelName", Integer.toString(band));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void entry(double quantity, int argb, String label) throws XMLStreamException {
        xml.writeEmptyElement("ColorMapEntry");
        xml.writeAttribute("color", String.format("#%06x", argb & 0xffffff));
        xml.writeAttribute("quantity", ColorMap.label(quantity));
        if (argb >>> 24 != 255) {
            xml.writeAttribute("opacity", String.format(Locale.ROOT, "%.3f", (argb >>> 24) / 255.0));
        }
        xml.writeAttribute("label", label);
    }

    private void text(String name, String value) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }
}
