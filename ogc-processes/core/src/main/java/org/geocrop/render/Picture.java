package org.geocrop.render;

/** Pixels that were drawn, row by row. */
public sealed interface Picture {

    int width();

    int height();

    /** Whether no pixel was drawn. */
    boolean isEmpty();

    /** 0xAARRGGBB of each pixel; not to be changed. */
    int[] argb();

    /** The picture on an opaque ground. */
    Picture on(int rgb);

    /**
     * Pixels of at most 256 colours.
     *
     * @param pixels index of each
     * @param colors 0xAARRGGBB
     */
    record Indexed(int width, int height, byte[] pixels, int[] colors) implements Picture {

        @Override
        public boolean isEmpty() {
            for (byte pixel : pixels) {
                if (colors[pixel & 255] >>> 24 != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int[] argb() {
            int[] argb = new int[pixels.length];
            for (int i = 0; i < argb.length; i++) {
                argb[i] = colors[pixels[i] & 255];
            }
            return argb;
        }

        @Override
        public Picture on(int rgb) {
            int[] opaque = new int[colors.length];
            for (int i = 0; i < opaque.length; i++) {
                opaque[i] = Blend.over(colors[i], 0xff000000 | rgb);
            }
            return new Indexed(width, height, pixels, opaque);
        }
    }

    /** Pixels of any colour. */
    record Rgba(int width, int height, int[] argb) implements Picture {

        @Override
        public boolean isEmpty() {
            for (int pixel : argb) {
                if (pixel >>> 24 != 0) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Picture on(int rgb) {
            int[] opaque = new int[argb.length];
            for (int i = 0; i < opaque.length; i++) {
                opaque[i] = Blend.over(argb[i], 0xff000000 | rgb);
            }
            return new Rgba(width, height, opaque);
        }
    }
}
