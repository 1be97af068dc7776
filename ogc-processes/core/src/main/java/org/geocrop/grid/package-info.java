/** Where and when: CRS, pixel lattices, windows, areas of interest, tile matrices, seasons and their time steps. */
@NullMarked
package org.geocrop.grid;

import org.jspecify.annotations.NullMarked;
