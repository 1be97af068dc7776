/** Results: their keys, their STAC items, and finding them again. */
@NullMarked
package org.geocrop.catalogue;

import org.jspecify.annotations.NullMarked;
