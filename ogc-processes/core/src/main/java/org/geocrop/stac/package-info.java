/** Finding Sentinel-2 scenes in STAC APIs and static catalogues. */
@NullMarked
package org.geocrop.stac;

import org.jspecify.annotations.NullMarked;
