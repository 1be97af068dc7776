/** Request bodies within a budget: bytes, nodes, time and number by caller. */
@NullMarked
package org.geocrop.bodies;

import org.jspecify.annotations.NullMarked;
