/** Web Map Tile Service 1.0.0 (OGC 07-057r7): key-value pairs and REST. */
@NullMarked
package org.geocrop.maps.wmts;

import org.jspecify.annotations.NullMarked;
