/** From the scenes of a season to one clear median per time step, band and pixel. */
@NullMarked
package org.geocrop.composite;

import org.jspecify.annotations.NullMarked;
