/** Who did what, when and from where: kept as lines and rows, read by administrators. */
@NullMarked
package org.geocrop.audit;

import org.jspecify.annotations.NullMarked;
