package org.geocrop.composite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of scenes of one acquisition each pixel counts once: that of the target's own zone before others', and that of the
 * newer product of a tile before older ones'. So datastrips and products that cover parts of a tile complete each other.
 */
final class Precedence {

    /** For each scene those that go before it. */
    private final boolean[][] before;

    Precedence(List<OpenScene> scenes, int epsg) {
        before = new boolean[scenes.size()][scenes.size()];
        for (int i = 0; i < before.length; i++) {
            for (int other = 0; other < before.length; other++) {
                before[i][other] = other != i && goesBefore(scenes.get(other), scenes.get(i), epsg);
            }
        }
    }

    private static boolean goesBefore(OpenScene a, OpenScene b, int epsg) {
        boolean ownZone = a.grid().epsg() == epsg;
        return ownZone == (b.grid().epsg() == epsg)
                ? a.scene().goesBefore(b.scene())
                : ownZone && a.scene().isOfAcquisition(b.scene());
    }

    /** Whether a scene goes before another. */
    boolean hasFollowers(int scene) {
        for (boolean[] of : before) {
            if (of[scene]) {
                return true;
            }
        }
        return false;
    }

    /** Empties in each scene what those before it have seen. */
    void apply(@Nullable ScenePixels[] pixels) {
        for (int i = 0; i < before.length; i++) {
            for (int other = 0; other < before.length; other++) {
                if (before[i][other] && pixels[i] != null && pixels[other] != null && pixels[other].seen() != null) {
                    pixels[i].remove(pixels[other].seen());
                }
            }
        }
    }
}
