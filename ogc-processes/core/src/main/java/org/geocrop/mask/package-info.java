/** Which pixels of a scene are clear. */
@NullMarked
package org.geocrop.mask;

import org.jspecify.annotations.NullMarked;
