package org.geocrop.render;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geocrop.markup.Markup;
import org.geocrop.model.CropClass;
import org.geocrop.render.Style.ColorMap;
import org.jspecify.annotations.Nullable;

/** What the colours of a style mean, for people (PNG, SVG) and for programs (JSON). */
public final class Legend {

    private static final int ROW = 20;
    private static final int SWATCH = 14;
    private static final int MARGIN = 6;
    private static final int RAMP_HEIGHT = 120;
    private static final int LETTER = 9;
    private static final int FONT = 13;
    private static final String TEXT = "#222222";

    private final Style style;
    private final List<Entry> entries;

    private record Entry(
            double value, String label, int argb, @Nullable Double hectares) {

        String text() {
            return hectares == null ? label : label + " (" + String.format(Locale.ROOT, "%,.1f", hectares) + " ha)";
        }

        String color() {
            return String.format("#%06x", argb & 0xffffff);
        }
    }

    private Legend(Style style, List<Entry> entries) {
        this.style = style;
        this.entries = entries;
    }

    public static Legend of(Style style) {
        return of(style, Map.of(), Filter.NONE);
    }

    /**
     * A legend of what a filter shows.
     *
     * @param hectares of class ids; those without one are listed without area
     */
    public static Legend of(Style style, Map<Integer, Double> hectares, Filter filter) {
        List<Entry> entries = new ArrayList<>();
        if (style instanceof Style.Classes classes) {
            for (CropClass c : classes.classes()) {
                if (filter.classes().isEmpty() || filter.classes().contains(c.id())) {
                    entries.add(new Entry(c.id(), c.name(), 0xff000000 | c.rgb(), hectares.get(c.id())));
                }
            }
        } else if (style instanceof ColorMap map) {
            map.stops().forEach(stop -> entries.add(new Entry(stop.value(), stop.label(), stop.argb(), null)));
        }
        return new Legend(style, entries);
    }

    /** For programs. */
    public LegendDocument document() {
        boolean isOfClasses = style instanceof Style.Classes;
        return new LegendDocument(
                style instanceof ColorMap map
                        ? map.kind().name().toLowerCase(Locale.ROOT)
                        : isOfClasses ? "classes" : "picture",
                style instanceof ColorMap map ? map.title() : null,
                entries.stream().map(entry -> document(entry, isOfClasses)).toList());
    }

    private static LegendDocument.Entry document(Entry entry, boolean isOfClass) {
        Number value = entry.value;
        return new LegendDocument.Entry(
                isOfClass ? Integer.valueOf(value.intValue()) : value, entry.label, entry.color(), entry.hectares);
    }

    private boolean isRamp() {
        return style instanceof ColorMap map && map.kind() == ColorMap.Kind.RAMP;
    }

    public int width() {
        int widest =
                entries.stream().mapToInt(entry -> entry.text().length()).max().orElse(0);
        return MARGIN * 3 + SWATCH + Math.max(20, widest * LETTER);
    }

    public int height() {
        return MARGIN * 2 + (isRamp() ? RAMP_HEIGHT : Math.max(1, entries.size()) * ROW);
    }

    /** The legend as a picture on a transparent ground. */
    public byte[] png() {
        return Png.encode(picture());
    }

    public Picture picture() {
        int width = width();
        int height = height();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
        if (style instanceof ColorMap map && isRamp()) {
            for (int y = 0; y < RAMP_HEIGHT; y++) {
                double share = 1 - (double) y / (RAMP_HEIGHT - 1);
                g.setColor(new Color(map.at(map.min() + (map.max() - map.min()) * share), true));
                g.fillRect(MARGIN, MARGIN + y, SWATCH, 1);
            }
            text(g, entries.get(entries.size() - 1).label, MARGIN + 10);
            text(g, entries.get(0).label, MARGIN + RAMP_HEIGHT);
        } else {
            for (int i = 0; i < entries.size(); i++) {
                int y = MARGIN + i * ROW;
                g.setColor(new Color(entries.get(i).argb, true));
                g.fillRect(MARGIN, y + 2, SWATCH, SWATCH);
                text(g, entries.get(i).text(), y + 14);
            }
        }
        g.dispose();
        return new Picture.Rgba(width, height, image.getRGB(0, 0, width, height, null, 0, width));
    }

    private static void text(Graphics2D g, String text, int baseline) {
        g.setColor(Color.decode(TEXT));
        g.drawString(text, MARGIN * 2 + SWATCH, baseline);
    }

    /** The legend as SVG 1.1. */
    public byte[] svg() {
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width()
                + "\" height=\"" + height() + "\" font-family=\"sans-serif\" font-size=\"" + FONT + "\">\n");
        if (style instanceof ColorMap map && isRamp()) {
            svg.append("<defs><linearGradient id=\"ramp\" x1=\"0\" y1=\"1\" x2=\"0\" y2=\"0\">\n");
            for (Entry entry : entries) {
                double share = (entry.value - map.min()) / (map.max() - map.min());
                svg.append("<stop offset=\"" + (float) share + "\" stop-color=\"" + entry.color() + "\"/>\n");
            }
            svg.append("</linearGradient></defs>\n");
            svg.append(rect(MARGIN, RAMP_HEIGHT, "url(#ramp)"));
            svg.append(text(entries.get(entries.size() - 1).label, MARGIN + 10));
            svg.append(text(entries.get(0).label, MARGIN + RAMP_HEIGHT));
        } else {
            for (int i = 0; i < entries.size(); i++) {
                int y = MARGIN + i * ROW;
                svg.append(rect(y + 2, SWATCH, entries.get(i).color()));
                svg.append(text(entries.get(i).text(), y + 14));
            }
        }
        return svg.append("</svg>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String rect(int y, int height, String fill) {
        return "<rect x=\"" + MARGIN + "\" y=\"" + y + "\" width=\"" + SWATCH + "\" height=\"" + height + "\" fill=\""
                + fill + "\"/>\n";
    }

    private static String text(String text, int y) {
        return "<text x=\"" + (MARGIN * 2 + SWATCH) + "\" y=\"" + y + "\" fill=\"" + TEXT + "\">" + Markup.escape(text)
                + "</text>\n";
    }
}
