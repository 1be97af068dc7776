/** Processes over finished maps: refinement, comparison and statistics of zones. */
@NullMarked
package org.geocrop.process.map;

import org.jspecify.annotations.NullMarked;
