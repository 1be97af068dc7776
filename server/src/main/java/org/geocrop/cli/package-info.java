/** The command line on the same pipeline as the server. */
@NullMarked
package org.geocrop.cli;

import org.jspecify.annotations.NullMarked;
