/** From a raster to a picture: palettes, legends, warp and PNG. */
@NullMarked
package org.geocrop.render;

import org.jspecify.annotations.NullMarked;
