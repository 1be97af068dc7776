/**
 * Layers and how they are drawn, whatever the protocol: results, mosaics of them, baselines and configured rasters.
 * Protocols are in the packages below.
 */
@NullMarked
package org.geocrop.maps;

import org.jspecify.annotations.NullMarked;
