/** The echo process, for clients that try the protocol. */
@NullMarked
package org.geocrop.process.echo;

import org.jspecify.annotations.NullMarked;
