/** The sealed family of engine exceptions; each has a stable code that hosts map to their protocol. */
@NullMarked
package org.geocrop.error;

import org.jspecify.annotations.NullMarked;
