/** With whom things are shared, and API keys, over HTTP. */
@NullMarked
package org.geocrop.rights;

import org.jspecify.annotations.NullMarked;
