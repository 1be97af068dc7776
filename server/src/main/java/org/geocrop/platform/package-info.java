/** Other parts of the platform that this server belongs to: where they are, and whether they answer. */
@NullMarked
package org.geocrop.platform;

import org.jspecify.annotations.NullMarked;
