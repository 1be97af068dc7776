/** Results of jobs over HTTP. */
@NullMarked
package org.geocrop.results;

import org.jspecify.annotations.NullMarked;
