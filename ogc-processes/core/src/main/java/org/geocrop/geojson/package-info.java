/** GeoJSON (RFC 7946): geometries to and from JTS, and features with all that they came with. */
@NullMarked
package org.geocrop.geojson;

import org.jspecify.annotations.NullMarked;
