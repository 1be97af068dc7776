/** Benchmarks of the engine, beside its peers. */
@NullMarked
package org.geocrop.cli.bench;

import org.jspecify.annotations.NullMarked;
