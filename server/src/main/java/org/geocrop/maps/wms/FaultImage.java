package org.geocrop.maps.wms;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.geocrop.error.GeocropException;
import org.geocrop.grid.PixelGrid;
import org.geocrop.maps.ImageFormat;
import org.geocrop.maps.Kvp;
import org.geocrop.maps.MapDrawer;
import org.geocrop.render.Picture;

/** A fault as a map of the size that was asked for: its text, or nothing but the ground. */
final class FaultImage {

    private static final int FONT = 12;
    private static final int LINE = 16;
    private static final int LETTER = 7;

    private FaultImage() {}

    /** The image; empty if the request does not say how large a map it wants. */
    static Optional<byte[]> draw(Kvp kvp, MapDrawer drawer, String text) {
        try {
            int width = kvp.integer("WIDTH", 1);
            int height = kvp.integer("HEIGHT", 1);
            drawer.checkSize(width, height);
            ImageFormat format = ImageFormat.of(kvp.get("FORMAT", "image/png")).orElse(ImageFormat.PNG);
            boolean transparent = kvp.get("TRANSPARENT", "").equalsIgnoreCase("TRUE") && format.isTransparent();
            String color = kvp.get("BGCOLOR", "");
            int ground = color.matches("0[xX][0-9a-fA-F]{6}") ? Integer.parseInt(color.substring(2), 16) : 0xffffff;
            int[] argb = pixels(width, height, transparent ? 0 : 0xff000000 | ground, text);
            return drawer.with(
                    (long) width * height,
                    () -> Optional.of(format.encode(
                            new Picture.Rgba(width, height, argb), new PixelGrid(4326, 0, 0, 1, 1, width, height), 0)));
        } catch (GeocropException | Kvp.MissingParameterException unknownSize) {
            return Optional.empty();
        }
    }

    private static int[] pixels(int width, int height, int ground, String text) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setBackground(new Color(ground, true));
        g.clearRect(0, 0, width, height);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
        g.setColor(Color.RED);
        int letters = Math.max(8, width / LETTER);
        int y = LINE;
        for (int at = 0; at < text.length() && y < height + LINE; at += letters, y += LINE) {
            g.drawString(text.substring(at, Math.min(text.length(), at + letters)), 4, y);
        }
        g.dispose();
        return image.getRGB(0, 0, width, height, null, 0, width);
    }
}
