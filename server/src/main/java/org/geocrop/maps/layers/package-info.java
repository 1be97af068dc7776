/** Layers: what is drawn under which name, from results, mosaics, baselines and configured files. */
@NullMarked
package org.geocrop.maps.layers;

import org.jspecify.annotations.NullMarked;
