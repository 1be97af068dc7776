/**
 * A GeoTools coverage format over the engine's own rasters: what all results show of one raster, by time and by result,
 * drawn for the one who asks. It names no type of JAI or ImageN.
 */
@NullMarked
package org.geocrop.geoserver.reader;

import org.jspecify.annotations.NullMarked;
