/** Values of layers as pictures, files and statistics: what users of a tile server for data expect. */
@NullMarked
package org.geocrop.maps.xyz;

import org.jspecify.annotations.NullMarked;
