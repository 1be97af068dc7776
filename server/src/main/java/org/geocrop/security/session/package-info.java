/** Signing in by OpenID Connect, and the sessions of browsers. */
@NullMarked
package org.geocrop.security.session;

import org.jspecify.annotations.NullMarked;
