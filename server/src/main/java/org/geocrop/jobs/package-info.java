/** Jobs over HTTP: submission, status, waiting, callbacks. */
@NullMarked
package org.geocrop.jobs;

import org.jspecify.annotations.NullMarked;
