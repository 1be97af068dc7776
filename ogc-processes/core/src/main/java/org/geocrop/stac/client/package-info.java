/** Reads STAC APIs and static catalogues, and the Sentinel-2 items of all archives. */
@NullMarked
package org.geocrop.stac.client;

import org.jspecify.annotations.NullMarked;
