/** How far a map may be believed: confusion matrices, estimates of accuracy and area, and comparison of maps. */
@NullMarked
package org.geocrop.accuracy;

import org.jspecify.annotations.NullMarked;
