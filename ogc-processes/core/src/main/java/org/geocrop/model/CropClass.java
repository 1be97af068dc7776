package org.geocrop.model;

import org.geocrop.error.ModelException;

/**
 * A class of a map.
 *
 * @param id pixel value, 1 to 254
 * @param name what people call it, such as {@code maize}
 * @param color {@code #rrggbb}
 */
public record CropClass(int id, String name, String color) {

    public CropClass {
        if (id < 1 || id > 254) {
            throw new ModelException("Class ids are 1 to 254, not " + id);
        }
        if (name == null || name.isBlank() || name.length() > 80) {
            throw new ModelException("Class " + id + " needs a name of 1 to 80 characters");
        }
        if (color == null || !color.matches("#[0-9a-fA-F]{6}")) {
            throw new ModelException("Class " + id + " needs a color like #a1b2c3, not " + color);
        }
    }

    /** 0xRRGGBB. */
    public int rgb() {
        return Integer.parseInt(color.substring(1), 16);
    }
}
