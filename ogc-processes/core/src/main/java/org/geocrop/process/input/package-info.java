/** Inputs of processes: schemas, and readers of areas, seasons, rasters, and features from GeoJSON, CSV and other files. */
@NullMarked
package org.geocrop.process.input;

import org.jspecify.annotations.NullMarked;
