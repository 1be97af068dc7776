/** Processes as hosts see them: descriptions, inputs, and what they run. */
@NullMarked
package org.geocrop.process;

import org.jspecify.annotations.NullMarked;
