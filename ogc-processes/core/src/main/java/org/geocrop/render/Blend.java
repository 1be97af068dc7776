package org.geocrop.render;

/** Colours as 0xAARRGGBB, alpha not multiplied in, blended as Porter and Duff's "over". */
final class Blend {

    private Blend() {}

    static int over(int top, int bottom) {
        int a = top >>> 24;
        if (a == 255 || bottom >>> 24 == 0) {
            return a == 0 ? bottom : top;
        }
        if (a == 0) {
            return bottom;
        }
        int under = (bottom >>> 24) * (255 - a);
        int alpha = a * 255 + under;
        int argb = (alpha + 127) / 255 << 24;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int c = (top >> shift & 255) * a * 255 + (bottom >> shift & 255) * under;
            argb |= (c + alpha / 2) / alpha << shift;
        }
        return argb;
    }

    static int fade(int argb, double opacity) {
        return (int) Math.round((argb >>> 24) * opacity) << 24 | argb & 0xffffff;
    }
}
