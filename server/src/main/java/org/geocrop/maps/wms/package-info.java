/** Web Map Service 1.3.0 (OGC 06-042) and 1.1.1 (01-068r3) with the operations of its SLD profile (05-078r4). */
@NullMarked
package org.geocrop.maps.wms;

import org.jspecify.annotations.NullMarked;
