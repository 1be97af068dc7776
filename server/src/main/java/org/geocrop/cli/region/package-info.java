/** Whole countries from the command line: plan, run, watch, publish, remove. */
@NullMarked
package org.geocrop.cli.region;

import org.jspecify.annotations.NullMarked;
