/** Tokens of the identity provider, and what users are called. */
@NullMarked
package org.geocrop.security.identity;

import org.jspecify.annotations.NullMarked;
