/** Tiles, maps, styles and collections of OGC API, and XYZ tiles with what web maps need around them. */
@NullMarked
package org.geocrop.maps.tiles;

import org.jspecify.annotations.NullMarked;
