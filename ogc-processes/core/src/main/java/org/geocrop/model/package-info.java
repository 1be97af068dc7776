/** Model bundles, their verification, and the port that turns features into class probabilities. */
@NullMarked
package org.geocrop.model;

import org.jspecify.annotations.NullMarked;
