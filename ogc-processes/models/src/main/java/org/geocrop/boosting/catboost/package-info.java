/** CatBoost: models that were trained in Python, evaluated without its library. */
@NullMarked
package org.geocrop.boosting.catboost;

import org.jspecify.annotations.NullMarked;
