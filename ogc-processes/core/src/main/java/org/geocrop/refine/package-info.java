/** What makes a map of single pixels into one of fields: smoothing and least patches. */
@NullMarked
package org.geocrop.refine;

import org.jspecify.annotations.NullMarked;
