/** Writing Cloud Optimized GeoTIFFs block by block. */
@NullMarked
package org.geocrop.cog;

import org.jspecify.annotations.NullMarked;
