/** Reading COGs by windows: headers, tiles, codecs, and a bounded cache of decoded tiles. */
@NullMarked
package org.geocrop.raster;

import org.jspecify.annotations.NullMarked;
