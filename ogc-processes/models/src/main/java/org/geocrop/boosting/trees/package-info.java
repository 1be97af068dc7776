/** Decision trees of any library in flat arrays, and fast ways to evaluate them. */
@NullMarked
package org.geocrop.boosting.trees;

import org.jspecify.annotations.NullMarked;
