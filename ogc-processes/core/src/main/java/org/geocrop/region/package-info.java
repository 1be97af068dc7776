/**
 * Whole countries: a region becomes map tiles of its UTM zones and units of work, which any number of processes work out;
 * then the tiles are written, and the region is visible at once.
 */
@NullMarked
package org.geocrop.region;

import org.jspecify.annotations.NullMarked;
