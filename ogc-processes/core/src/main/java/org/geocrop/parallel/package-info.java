/** Work on several threads: what comes of it, what its faults are, and its end. */
@NullMarked
package org.geocrop.parallel;

import org.jspecify.annotations.NullMarked;
