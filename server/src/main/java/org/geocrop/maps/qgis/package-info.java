/** What QGIS takes at one click: layer definitions, styles and class tables. */
@NullMarked
package org.geocrop.maps.qgis;

import org.jspecify.annotations.NullMarked;
