/** The sample landscape: deterministic Sentinel-2-like scenes of Zimbabwean farmland. */
@NullMarked
package org.geocrop.sample;

import org.jspecify.annotations.NullMarked;
