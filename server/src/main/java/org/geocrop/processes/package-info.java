/** OGC API Processes: list, description and execution. */
@NullMarked
package org.geocrop.processes;

import org.jspecify.annotations.NullMarked;
