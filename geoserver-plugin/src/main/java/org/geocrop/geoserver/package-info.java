/**
 * The engine's processes as GeoTools processes, for any host that finds those: what needs nothing of GeoServer but
 * GeoTools' process API. What a host gives in return is {@link org.geocrop.geoserver.Host}.
 */
@NullMarked
package org.geocrop.geoserver;

import org.jspecify.annotations.NullMarked;
