/** Options and output that commands have in common. */
@NullMarked
package org.geocrop.cli.options;

import org.jspecify.annotations.NullMarked;
