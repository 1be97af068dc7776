/** Processes over a season of scenes: crop maps, composites, features of points, and the explanation of a pixel. */
@NullMarked
package org.geocrop.process.season;

import org.jspecify.annotations.NullMarked;
