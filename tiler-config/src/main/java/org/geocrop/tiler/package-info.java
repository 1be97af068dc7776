/** The configuration of looks and seasons: YAML files and their loader. */
@NullMarked
package org.geocrop.tiler;

import org.jspecify.annotations.NullMarked;
