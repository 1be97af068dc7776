/** JSON documents: reading with bounds on size and depth, and writing. */
@NullMarked
package org.geocrop.json;

import org.jspecify.annotations.NullMarked;
