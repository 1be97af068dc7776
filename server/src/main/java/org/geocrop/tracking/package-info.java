/** Training runs in MLflow, where one is configured; without it nothing is missing. */
@NullMarked
package org.geocrop.tracking;

import org.jspecify.annotations.NullMarked;
