/** Starts applications of Apache Spark as processes of their own: nothing of Spark is in this one. */
@NullMarked
package org.geocrop.spark;

import org.jspecify.annotations.NullMarked;
