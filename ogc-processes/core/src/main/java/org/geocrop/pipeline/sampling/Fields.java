package org.geocrop.pipeline.sampling;

/** Finds fields in a label raster: 4-connected pixels of one class. */
final class Fields {

    private final int[] parent;

    private Fields(int pixels) {
        this.parent = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            parent[i] = i;
        }
    }

    /**
     * The field of each pixel.
     *
     * @param labels row by row, 0 for none
     * @return the first pixel of the field that each pixel belongs to
     */
    static int[] of(int[] labels, int width) {
        Fields fields = new Fields(labels.length);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == 0) {
                continue;
            }
            if (i % width != 0 && labels[i - 1] == labels[i]) {
                fields.join(i - 1, i);
            }
            if (i >= width && labels[i - width] == labels[i]) {
                fields.join(i - width, i);
            }
        }
        int[] field = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            field[i] = fields.root(i);
        }
        return field;
    }

    private void join(int a, int b) {
        int first = root(a);
        int second = root(b);
        parent[Math.max(first, second)] = Math.min(first, second);
    }

    private int root(int i) {
        int at = i;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}
