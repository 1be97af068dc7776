package org.geocrop.render;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.geocrop.model.CropClass;
import org.geocrop.store.Json;
import tools.jackson.databind.node.ObjectNode;

/** What the colours of a style mean, for people (PNG) and for programs (JSON). */
public final class Legend {

    private static final int ROW = 20;
    private static final int SWATCH = 14;
    private static final int MARGIN = 6;
    private static final int RAMP_HEIGHT = 120;

    private Legend() {}

    /** {@code {type, title?, entries: [{value, label, color}]}}; a picture has no entries. */
    public static ObjectNode json(Style style) {
        ObjectNode json = Json.object();
        var entries = json.putArray("entries");
        if (style instanceof Style.Classes classes) {
            json.put("type", "classes");
            for (CropClass c : classes.classes()) {
                entries.addObject().put("value", c.id()).put("label", c.name()).put("color", c.color());
            }
        } else if (style instanceof Style.Ramp ramp) {
            json.put("type", "ramp").put("title", ramp.title());
            for (int i = 0; i < ramp.colors().size(); i++) {
                double value = value(ramp, i);
                entries.addObject()
                        .put("value", value)
                        .put("label", label(value))
                        .put("color", ramp.colors().get(i));
            }
        } else {
            json.put("type", "picture");
        }
        return json;
    }

    /** The legend as a picture on a transparent ground. */
    public static byte[] png(Style style) {
        List<String> labels = json(style)
                .path("entries")
                .valueStream()
                .map(entry -> entry.path("label").asString(""))
                .toList();
        int widest = labels.stream().mapToInt(String::length).max().orElse(0);
        boolean ramp = style instanceof Style.Ramp;
        int width = MARGIN * 3 + SWATCH + Math.max(20, widest * 9);
        int height = MARGIN * 2 + (ramp ? RAMP_HEIGHT : Math.max(1, labels.size()) * ROW);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        if (style instanceof Style.Classes classes) {
            for (int i = 0; i < labels.size(); i++) {
                int y = MARGIN + i * ROW;
                g.setColor(new Color(classes.classes().get(i).rgb()));
                g.fillRect(MARGIN, y + 2, SWATCH, SWATCH);
                text(g, labels.get(i), y + 14);
            }
        } else if (style instanceof Style.Ramp colors) {
            for (int y = 0; y < RAMP_HEIGHT; y++) {
                g.setColor(new Color(colors.at(1 - (double) y / (RAMP_HEIGHT - 1))));
                g.fillRect(MARGIN, MARGIN + y, SWATCH, 1);
            }
            text(g, label(colors.max()), MARGIN + 10);
            text(g, label(colors.min()), MARGIN + RAMP_HEIGHT);
        }
        g.dispose();
        int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
        return Png.rgba(argb, width, height);
    }

    private static void text(Graphics2D g, String text, int baseline) {
        g.setColor(new Color(0x222222));
        g.drawString(text, MARGIN * 2 + SWATCH, baseline);
    }

    private static double value(Style.Ramp ramp, int i) {
        double value =
                ramp.min() + (ramp.max() - ramp.min()) * i / (ramp.colors().size() - 1);
        return Math.round(value * 1000) / 1000.0;
    }

    private static String label(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
