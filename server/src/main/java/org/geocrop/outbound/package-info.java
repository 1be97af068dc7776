/** Requests to addresses that requests gave: inputs by reference, catalogues, callbacks. Guarded at every step. */
@NullMarked
package org.geocrop.outbound;

import org.jspecify.annotations.NullMarked;
