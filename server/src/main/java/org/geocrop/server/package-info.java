/** The standalone server: HTTP bindings of the OGC APIs, wiring, embedded defaults. */
@NullMarked
package org.geocrop.server;

import org.jspecify.annotations.NullMarked;
