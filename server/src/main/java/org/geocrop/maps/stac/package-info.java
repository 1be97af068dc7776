/** Results as a STAC API 1.0: catalogue, collections, items and search. */
@NullMarked
package org.geocrop.maps.stac;

import org.jspecify.annotations.NullMarked;
