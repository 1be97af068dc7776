/** The whole way from a request to a result, block by block in bounded memory. */
@NullMarked
package org.geocrop.pipeline;

import org.jspecify.annotations.NullMarked;
