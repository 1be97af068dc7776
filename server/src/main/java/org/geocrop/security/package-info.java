/** Who may call what: tokens, API keys, and the rules for other sites. */
@NullMarked
package org.geocrop.security;

import org.jspecify.annotations.NullMarked;
