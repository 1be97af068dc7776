/** GeoServer's side: results as layers through the Catalog, styles, tile grids, status. */
@NullMarked
package org.geocrop.geoserver.catalog;

import org.jspecify.annotations.NullMarked;
