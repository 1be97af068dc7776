/** Who calls, and what they may see. */
@NullMarked
package org.geocrop.access;

import org.jspecify.annotations.NullMarked;
