/** Makes a region visible that is whole, and finds those that are. */
@NullMarked
package org.geocrop.region.publish;

import org.jspecify.annotations.NullMarked;
