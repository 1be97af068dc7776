package org.geocrop.maps;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.geocrop.error.InvalidRequestException;

/** Colours as OGC API Maps has them in a request (20-058, 8.2): {@code 0xRRGGBB}, {@code #RRGGBB}, or a name of the W3C. */
public final class ColorName {

    private static final Properties NAMES = read();

    private ColorName() {}

    /**
     * The colour 0xRRGGBB.
     *
     * @param parameter its name, for the message
     * @throws InvalidRequestException if it is none
     */
    public static int parse(String parameter, String text) {
        String color = text.trim().toLowerCase(Locale.ROOT);
        String hex = NAMES.getProperty(color, color.replaceFirst("^(0x|#)", ""));
        if (!hex.matches("[0-9a-f]{6}")) {
            throw new InvalidRequestException("`" + parameter
                    + "` must be like 0xA1B2C3, #A1B2C3 or the name of a colour of the W3C such as red");
        }
        return Integer.parseInt(hex, 16);
    }

    private static Properties read() {
        Properties names = new Properties();
        try (InputStream in = Objects.requireNonNull(ColorName.class.getResourceAsStream("colors.properties"))) {
            names.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }
}
