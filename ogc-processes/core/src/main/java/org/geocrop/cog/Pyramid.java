package org.geocrop.cog;

/** Shrinks tiles by two for the next level of overviews. */
final class Pyramid {

    private Pyramid() {}

    /**
     * Writes a tile's half-size picture into a quadrant of its parent.
     *
     * @param child samples of a whole tile
     * @param width pixels of the child that belong to the image
     * @param height likewise
     * @param parent samples of the parent tile
     * @param left first column of the quadrant
     * @param top first row of the quadrant
     */
    static void shrink(CogProfile profile, int[] child, int width, int height, int[] parent, int left, int top) {
        int bands = profile.bands();
        int size = profile.tileSize();
        int[] four = new int[4];
        boolean mode = profile.overviews() == CogProfile.Overviews.MODE;
        for (int y = 0; y < height; y += 2) {
            for (int x = 0; x < width; x += 2) {
                for (int band = 0; band < bands; band++) {
                    int n = 0;
                    for (int dy = 0; dy < 2 && y + dy < height; dy++) {
                        for (int dx = 0; dx < 2 && x + dx < width; dx++) {
                            int value = child[((y + dy) * size + x + dx) * bands + band];
                            if (profile.nodata().isEmpty()
                                    || value != profile.nodata().getAsInt()) {
                                four[n++] = value;
                            }
                        }
                    }
                    parent[((top + y / 2) * size + left + x / 2) * bands + band] =
                            n == 0 ? profile.nodata().orElse(0) : mode ? mode(four, n) : mean(four, n);
                }
            }
        }
    }

    private static int mode(int[] values, int n) {
        int best = values[0];
        int bestCount = 0;
        for (int i = 0; i < n && bestCount <= n - i; i++) {
            int count = 0;
            for (int j = i; j < n; j++) {
                if (values[j] == values[i]) {
                    count++;
                }
            }
            if (count > bestCount) {
                best = values[i];
                bestCount = count;
            }
        }
        return best;
    }

    private static int mean(int[] values, int n) {
        long sum = 0;
        for (int i = 0; i < n; i++) {
            sum += values[i];
        }
        return (int) Math.floorDiv(2 * sum + n, 2L * n);
    }
}
