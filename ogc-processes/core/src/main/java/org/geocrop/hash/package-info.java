/** SHA-256 digests of files and texts. */
@NullMarked
package org.geocrop.hash;

import org.jspecify.annotations.NullMarked;
