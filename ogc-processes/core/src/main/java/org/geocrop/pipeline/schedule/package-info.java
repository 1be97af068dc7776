/** Which areas of a map are read when, each source tile once, within the memory that there is. */
@NullMarked
package org.geocrop.pipeline.schedule;

import org.jspecify.annotations.NullMarked;
