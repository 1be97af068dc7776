/** Filters of searches in CQL2 (OGC 21-065r2), as text and as JSON. */
@NullMarked
package org.geocrop.maps.stac.cql;

import org.jspecify.annotations.NullMarked;
