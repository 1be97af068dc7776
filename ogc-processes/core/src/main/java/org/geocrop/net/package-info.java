/** What remote reads have in common: the HTTP port and back-off. */
@NullMarked
package org.geocrop.net;

import org.jspecify.annotations.NullMarked;
