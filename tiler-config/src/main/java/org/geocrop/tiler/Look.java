package org.geocrop.tiler;

import org.geocrop.render.Style;

/**
 * A style with a name that clients may ask for.
 *
 * @param opacity 0 to 1
 */
public record Look(String name, String title, Style style, double opacity) {

    public Look {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
            throw new IllegalArgumentException("A style's name has letters, digits, '-', '_' and '.': " + name);
        }
        if (!(opacity >= 0 && opacity <= 1)) {
            throw new IllegalArgumentException("The opacity of the style " + name + " is 0 to 1, not " + opacity);
        }
    }

    public Look(String name, String title, Style style) {
        this(name, title, style, 1);
    }
}
