/** XGBoost: training by XGBoost4J, prediction by an evaluator of our own over flat arrays. */
@NullMarked
package org.geocrop.boosting.xgboost;

import org.jspecify.annotations.NullMarked;
