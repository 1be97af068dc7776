/** Jobs: their status, the ports of their store and queue, and the runner. */
@NullMarked
package org.geocrop.job;

import org.jspecify.annotations.NullMarked;
