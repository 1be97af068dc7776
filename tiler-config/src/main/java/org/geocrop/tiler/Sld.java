package org.geocrop.tiler;

import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.geocrop.error.InvalidRequestException;
import org.geocrop.render.Style;
import org.geocrop.render.Style.ColorMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the RasterSymbolizers of a Styled Layer Descriptor, 1.0 (OGC 02-070) or 1.1 (05-078r4): opacity, the grey channel
 * and the colour map as entries, Categorize or Interpolate. Nothing outside of the document is ever read: document types
 * and references to other documents are refused.
 */
public final class Sld {

    private static final int MAX_ELEMENTS = 20_000;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 1_000;

    /**
     * A style of a layer.
     *
     * @param layer that it is for
     */
    public record NamedStyle(String layer, String title, Style style, double opacity) {}

    private final XMLStreamReader xml;
    private int elements;
    private int depth;

    private Sld(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * The styles of a document, one for each layer.
     *
     * @throws InvalidRequestException if it is no SLD, has no RasterSymbolizer, or refers to something else
     */
    public static List<NamedStyle> read(InputStream in) {
        try {
            return new Sld(factory().createXMLStreamReader(in)).document();
        } catch (XMLStreamException e) {
            throw new InvalidRequestException("The SLD is not well-formed XML", e);
        }
    }

    /** Reads a document as {@link #read(InputStream)} does. */
    public static List<NamedStyle> read(Reader in) {
        try {
            return new Sld(factory().createXMLStreamReader(in)).document();
        } catch (XMLStreamException e) {
            throw new InvalidRequestException("The SLD is not well-formed XML", e);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("The SLD may not refer to other documents");
        });
        return factory;
    }

    private List<NamedStyle> document() throws XMLStreamException {
        List<NamedStyle> styles = new ArrayList<>();
        String layer = "";
        String title = "";
        String before = "";
        boolean isSld = false;
        while (xml.hasNext()) {
            int event = next();
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "StyledLayerDescriptor" -> isSld = true;
                case "NamedLayer", "UserLayer", "UserStyle" -> before = xml.getLocalName();
                case "Name" -> {
                    String name = text();
                    if (before.equals("NamedLayer") || before.equals("UserLayer")) {
                        layer = name;
                        before = "";
                    }
                }
                case "Title" -> title = text();
                case "RasterSymbolizer" -> styles.add(symbolizer(layer, title));
                case "NamedStyle", "RemoteOWS" ->
                    throw new InvalidRequestException("The SLD has a " + xml.getLocalName()
                            + ", which refers to what is not in it; only RasterSymbolizers are drawn");
                default -> {}
            }
        }
        if (!isSld || styles.isEmpty()) {
            throw new InvalidRequestException("The SLD has no RasterSymbolizer");
        }
        return styles;
    }

    /** The next event; a document type, or more elements than a style can need, are refused. */
    private int next() throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new InvalidRequestException("The SLD may have no document type and no entities");
        }
        if (event == XMLStreamConstants.START_ELEMENT) {
            if (++depth > MAX_DEPTH) {
                throw new InvalidRequestException("The SLD has elements more than " + MAX_DEPTH + " deep");
            }
            if (++elements > MAX_ELEMENTS) {
                throw new InvalidRequestException("The SLD has more than " + MAX_ELEMENTS + " elements");
            }
            String href = xml.getAttributeValue("http://www.w3.org/1999/xlink", "href");
            if (href != null) {
                throw new InvalidRequestException("The SLD may not refer to other documents");
            }
        } else if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        }
        return event;
    }

    private NamedStyle symbolizer(String layer, String title) throws XMLStreamException {
        double opacity = 1;
        int band = 0;
        ColorMap map = null;
        boolean gray = false;
        while (xml.hasNext()) {
            int event = next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("RasterSymbolizer")) {
                break;
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Opacity" -> opacity = number("Opacity", text());
                    case "GrayChannel" -> gray = true;
                    case "SourceChannelName" -> {
                        int channel = (int) number("SourceChannelName", text());
                        band = gray ? channel - 1 : band;
                    }
                    case "ColorMap" -> map = colorMap(title);
                    default -> {}
                }
            }
        }
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new InvalidRequestException("The SLD has an opacity of " + opacity + "; it is 0 to 1");
        }
        if (band < 0) {
            throw new InvalidRequestException("The SLD names a channel below 1");
        }
        Style style = map == null
                ? new Style.Picture(-1)
                : new ColorMap(map.title(), map.kind(), map.stops(), band, map.scale(), map.nodata());
        return new NamedStyle(layer, title, style, opacity);
    }

    private ColorMap colorMap(String title) throws XMLStreamException {
        String type = xml.getAttributeValue(null, "type");
        ColorMap.Kind kind = switch (type == null ? "ramp" : type.toLowerCase(Locale.ROOT)) {
            case "ramp" -> ColorMap.Kind.RAMP;
            case "intervals" -> ColorMap.Kind.INTERVALS;
            case "values" -> ColorMap.Kind.VALUES;
            default -> throw new InvalidRequestException("A ColorMap is of the type ramp, intervals or values");
        };
        List<ColorMap.Stop> stops = new ArrayList<>();
        List<Double> thresholds = new ArrayList<>();
        List<Integer> categories = new ArrayList<>();
        double at = 0;
        boolean categorize = false;
        boolean interpolate = false;
        while (xml.hasNext()) {
            int event = next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("ColorMap")) {
                break;
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "ColorMapEntry" -> stops.add(entry());
                case "Categorize" -> categorize = true;
                case "Interpolate" -> interpolate = true;
                case "Threshold" -> thresholds.add(number("Threshold", text()));
                case "Data" -> at = number("Data", text());
                case "Value" -> {
                    int color = color(text(), 1);
                    if (interpolate) {
                        stops.add(new ColorMap.Stop(at, color, ColorMap.label(at)));
                    } else {
                        categories.add(color);
                    }
                }
                default -> {}
            }
        }
        if (categorize) {
            kind = ColorMap.Kind.INTERVALS;
            categories(stops, thresholds, categories);
        }
        stops.sort(Comparator.comparingDouble(ColorMap.Stop::value));
        try {
            return new ColorMap(title, kind, stops, 0, Style.UNSCALED, Double.NaN);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("The SLD's ColorMap is not right: " + e.getMessage(), e);
        }
    }

    /** Categorize has a value below each threshold, and one above the last. */
    private static void categories(List<ColorMap.Stop> stops, List<Double> thresholds, List<Integer> categories) {
        if (categories.size() != thresholds.size() + 1) {
            throw new InvalidRequestException("A Categorize has one value more than thresholds");
        }
        for (int i = 0; i < categories.size(); i++) {
            double below = i < thresholds.size() ? thresholds.get(i) : Double.MAX_VALUE;
            String label = i < thresholds.size() ? "< " + ColorMap.label(below) : "above";
            stops.add(new ColorMap.Stop(below, categories.get(i), label));
        }
    }

    private ColorMap.Stop entry() {
        double value = number("quantity", xml.getAttributeValue(null, "quantity"));
        String opacity = xml.getAttributeValue(null, "opacity");
        String label = xml.getAttributeValue(null, "label");
        String color = xml.getAttributeValue(null, "color");
        return new ColorMap.Stop(
                value,
                color(color, opacity == null ? 1 : number("opacity", opacity)),
                label == null || label.length() > MAX_TEXT ? ColorMap.label(value) : label);
    }

    private static int color(@Nullable String text, double opacity) {
        try {
            int rgb = ColorMap.color(text == null ? "" : text.trim()) & 0xffffff;
            return (int) Math.round(Math.max(0, Math.min(1, opacity)) * 255) << 24 | rgb;
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("A colour of the SLD is not like #a1b2c3", e);
        }
    }

    private static double number(String name, @Nullable String text) {
        try {
            return Double.parseDouble(text == null ? "" : text.trim());
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("The SLD's " + name + " is not a number", e);
        }
    }

    private String text() throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            int event = next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                break;
            }
            if (event == XMLStreamConstants.CHARACTERS) {
                text.append(xml.getText());
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                // A Literal within Opacity or Value.
                text.append(text());
            }
            if (text.length() > MAX_TEXT) {
                throw new InvalidRequestException("The SLD has a text of more than " + MAX_TEXT + " characters");
            }
        }
        return text.toString().trim();
    }
}
