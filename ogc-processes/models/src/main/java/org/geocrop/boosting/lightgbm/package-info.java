/** LightGBM: training by its own library, prediction by the evaluators of {@code trees}. */
@NullMarked
package org.geocrop.boosting.lightgbm;

import org.jspecify.annotations.NullMarked;
