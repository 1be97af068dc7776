/** Everything that trains and loads ensembles, behind the ports of {@code org.geocrop.model}. */
@NullMarked
package org.geocrop.boosting;

import org.jspecify.annotations.NullMarked;
