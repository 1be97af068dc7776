/** Distributes the work at a region over the executors of Apache Spark. What the work is, {@code org.geocrop.region} knows. */
@NullMarked
package org.geocrop.batch;

import org.jspecify.annotations.NullMarked;
