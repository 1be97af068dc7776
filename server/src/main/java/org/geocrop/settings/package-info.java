/** Settings of the server, read once at start. */
@NullMarked
package org.geocrop.settings;

import org.jspecify.annotations.NullMarked;
