/** Accuracy of a map: planning of samples and assessment. */
@NullMarked
package org.geocrop.process.accuracy;

import org.jspecify.annotations.NullMarked;
