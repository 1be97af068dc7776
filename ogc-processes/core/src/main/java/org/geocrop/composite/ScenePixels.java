package org.geocrop.composite;

import org.jspecify.annotations.Nullable;

/**
 * What one scene has of a block.
 *
 * @param codes for each reflectance band the {@link Reflectance} codes of each pixel, 0 where not clear; null if no
 *     pixel is clear
 * @param seen which pixels the scene has, clear or not; null if nobody asked
 */
record ScenePixels(char @Nullable [] @Nullable [] codes, boolean @Nullable [] seen) {

    /** Empties what another scene has seen. */
    void remove(boolean[] seenByOther) {
        if (codes == null) {
            return;
        }
        for (char[] band : codes) {
            for (int i = 0; i < band.length; i++) {
                band[i] = seenByOther[i] ? 0 : band[i];
            }
        }
    }
}
