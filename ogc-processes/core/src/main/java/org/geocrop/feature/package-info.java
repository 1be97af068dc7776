/** From time series to the 51 features of feature set v1. */
@NullMarked
package org.geocrop.feature;

import org.jspecify.annotations.NullMarked;
