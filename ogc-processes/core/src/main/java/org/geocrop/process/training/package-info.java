/** Labelled data sets, and models trained from them. */
@NullMarked
package org.geocrop.process.training;

import org.jspecify.annotations.NullMarked;
